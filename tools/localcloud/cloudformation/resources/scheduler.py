"""AWS::Scheduler::Schedule."""
from localcloud.cloudformation.kind import Kind


def create_schedule(task):
    """Creates a schedule. Ref is the schedule's name."""
    response = task.call("scheduler", "create_schedule", **{**task.properties, "Name": task.name})
    task.mark_created(task.name, Arn=response["ScheduleArn"])


def update_schedule(task):
    """Replaces everything of a schedule except its name and group."""
    task.call("scheduler", "update_schedule", **{**task.properties, "Name": task.ref})


def delete_schedule(task):
    """Deletes a schedule, which its group and name identify."""
    task.call("scheduler", "delete_schedule", Name=task.ref, **task.pick("GroupName"))


TYPES = {
    "AWS::Scheduler::Schedule": Kind(
        create_schedule, update_schedule, delete_schedule, name="Name",
        properties="Description EndDate FlexibleTimeWindow GroupName KmsKeyArn Name ScheduleExpression "
                   "ScheduleExpressionTimezone StartDate State Target",
        attributes="Arn", replacing="GroupName Name"),
}
