"""AWS::Scheduler: schedules, and groups of schedules that code makes."""
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.task import creation, one_call

SCHEDULE = ("Description EndDate FlexibleTimeWindow GroupName KmsKeyArn ScheduleExpression ScheduleExpressionTimezone "
            "StartDate State Target")


def update_group(task):
    """Changes the tags of a group."""
    task.retag("scheduler", ResourceArn=task.attributes["Arn"])


TYPES = {
    "AWS::Scheduler::Schedule": Kind(
        creation("scheduler", "create_schedule", "Name", SCHEDULE, Arn="ScheduleArn"),
        one_call("scheduler", "update_schedule", "Name", SCHEDULE),
        one_call("scheduler", "delete_schedule", "Name", "GroupName"), name="Name",
        properties=f"{SCHEDULE} Name", attributes="Arn", replacing="GroupName Name"),
    "AWS::Scheduler::ScheduleGroup": Kind(
        creation("scheduler", "create_schedule_group", "Name", "Tags", Arn="ScheduleGroupArn"), update_group,
        one_call("scheduler", "delete_schedule_group", "Name"), name="Name", properties="Name Tags", attributes="Arn",
        replacing="Name"),
}
