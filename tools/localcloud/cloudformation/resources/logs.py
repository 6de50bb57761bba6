"""AWS::Logs: log groups, and their subscription and metric filters."""
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.task import tag_changes, tag_map


def create_group(task):
    """Ref is the group's name; its ARN ends in ":*", as IAM policies need it."""
    task.call("logs", "create_log_group", logGroupName=task.name, tags=tag_map(task.properties.get("Tags")),
              **task.pick("", kmsKeyId="KmsKeyId", logGroupClass="LogGroupClass"))
    task.mark_created(task.name, Arn=task.arn("logs", f"log-group:{task.name}:*"))
    write_retention(task)


def write_retention(task):
    """Sets the retention of the log events; the default is for ever."""
    days = task.properties.get("RetentionInDays")
    if days:
        task.call("logs", "put_retention_policy", logGroupName=task.ref, retentionInDays=days)
    elif "RetentionInDays" in task.before:
        task.call("logs", "delete_retention_policy", logGroupName=task.ref)


def update_group(task):
    """Changes the retention and the tags of a log group."""
    if task.changed("RetentionInDays"):
        write_retention(task)
    added, removed = tag_changes(task.before.get("Tags"), task.properties.get("Tags"))
    arn = task.attributes["Arn"].removesuffix(":*")
    if added:
        task.call("logs", "tag_resource", resourceArn=arn, tags=tag_map(added))
    if removed:
        task.call("logs", "untag_resource", resourceArn=arn, tagKeys=removed)


def delete_group(task):
    """Deletes the log group and all its streams."""
    task.call("logs", "delete_log_group", logGroupName=task.ref)


def write_subscription(task):
    """Creates or replaces the filter: matching log events go to a function or a stream. Ref is the filter's name."""
    name = task.ref or task.name
    parameters = {"FilterPattern": "", **task.pick("DestinationArn Distribution FilterPattern LogGroupName "
                                                   "RoleArn")}
    task.call("logs", "put_subscription_filter", **lower_case_keys(parameters), filterName=name)
    if not task.ref:
        task.mark_created(name)


def lower_case_keys(parameters):
    """Keys in the spelling of the logs API: it begins them with a lower-case letter."""
    return {key[0].lower() + key[1:]: value for key, value in parameters.items()}


def delete_subscription(task):
    """Deletes the filter: log events no longer go to its destination."""
    task.call("logs", "delete_subscription_filter", logGroupName=task.properties["LogGroupName"],
              filterName=task.ref)


def write_metric_filter(task):
    """Creates or replaces the filter: a metric counts matching log events. Ref is the filter's name."""
    name = task.ref or task.name
    parameters = task.pick("FilterPattern LogGroupName MetricTransformations")
    task.call("logs", "put_metric_filter", **lower_case_keys(parameters), filterName=name)
    if not task.ref:
        task.mark_created(name)


def delete_metric_filter(task):
    """Deletes the filter. The values that its metric already has remain in CloudWatch."""
    task.call("logs", "delete_metric_filter", logGroupName=task.properties["LogGroupName"],
              filterName=task.ref)


TYPES = {
    "AWS::Logs::LogGroup": Kind(
        create_group, update_group, delete_group, name="LogGroupName", longest=512,
        properties="KmsKeyId LogGroupClass LogGroupName RetentionInDays Tags", attributes="Arn",
        replacing="KmsKeyId LogGroupClass LogGroupName"),
    "AWS::Logs::SubscriptionFilter": Kind(
        write_subscription, write_subscription, delete_subscription, name="FilterName", longest=512,
        properties="DestinationArn Distribution FilterName FilterPattern LogGroupName RoleArn",
        replacing="FilterName LogGroupName"),
    "AWS::Logs::MetricFilter": Kind(
        write_metric_filter, write_metric_filter, delete_metric_filter, name="FilterName", longest=512,
        properties="FilterName FilterPattern LogGroupName MetricTransformations",
        replacing="FilterName LogGroupName"),
}
