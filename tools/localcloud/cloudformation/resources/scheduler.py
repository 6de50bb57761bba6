"""AWS::Scheduler: schedules, and groups of schedules that code makes."""
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.task import deletion


def create_schedule(task):
    """Creates a schedule. Ref is the schedule's name."""
    response = task.call("scheduler", "create_schedule", **{**task.properties, "Name": task.name})
    task.mark_created(task.name, Arn=response["ScheduleArn"])


def update_schedule(task):
    """Replaces everything of a schedule except its name and group."""
    task.call("scheduler", "update_schedule", **{**task.properties, "Name": task.ref})


def create_group(task):
    """Creates a group without schedules. Ref is its name."""
    response = task.call("scheduler", "create_schedule_group", **task.pick("Tags"), Name=task.name)
    task.mark_created(task.name, Arn=response["ScheduleGroupArn"])


def update_group(task):
    """Changes the tags of a group."""
    task.retag("scheduler", ResourceArn=task.attributes["Arn"])


TYPES = {
    "AWS::Scheduler::Schedule": Kind(
        create_schedule, update_schedule, deletion("scheduler", "delete_schedule", "Name", "GroupName"), name="Name",
        properties="Description EndDate FlexibleTimeWindow GroupName KmsKeyArn Name ScheduleExpression "
                   "ScheduleExpressionTimezone StartDate State Target",
        attributes="Arn", replacing="GroupName Name"),
    "AWS::Scheduler::ScheduleGroup": Kind(
        create_group, update_group,
        deletion("scheduler", "delete_schedule_group", "Name"), name="Name", properties="Name Tags", attributes="Arn",
        replacing="Name"),
}
