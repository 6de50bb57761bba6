"""AWS::Scheduler: schedules, and groups of schedules that code makes."""
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.task import tag_changes


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


def create_group(task):
    """Creates a group without schedules. Ref is its name."""
    response = task.call("scheduler", "create_schedule_group", **task.pick("Tags"), Name=task.name)
    task.mark_created(task.name, Arn=response["ScheduleGroupArn"])


def update_group(task):
    """Changes the tags of a group."""
    added, removed = tag_changes(task.before.get("Tags"), task.properties.get("Tags"))
    if added:
        task.call("scheduler", "tag_resource", ResourceArn=task.attributes["Arn"], Tags=added)
    if removed:
        task.call("scheduler", "untag_resource", ResourceArn=task.attributes["Arn"], TagKeys=removed)


def delete_group(task):
    """Deletes a group and its schedules."""
    task.call("scheduler", "delete_schedule_group", Name=task.ref)


TYPES = {
    "AWS::Scheduler::Schedule": Kind(
        create_schedule, update_schedule, delete_schedule, name="Name",
        properties="Description EndDate FlexibleTimeWindow GroupName KmsKeyArn Name ScheduleExpression "
                   "ScheduleExpressionTimezone StartDate State Target",
        attributes="Arn", replacing="GroupName Name"),
    "AWS::Scheduler::ScheduleGroup": Kind(
        create_group, update_group, delete_group, name="Name", properties="Name Tags", attributes="Arn",
        replacing="Name"),
}
