"""AWS::Logs: log groups, and their subscription and metric filters."""
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.task import creation, one_call


def create_group(task):
    """Ref is the group's name; its ARN ends in ":*", as IAM policies need it."""
    task.call("logs", "create_log_group", logGroupName=task.name, **task.pick("KmsKeyId LogGroupClass Tags"))
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
    task.retag("logs", resourceArn=task.attributes["Arn"].removesuffix(":*"))


def write_subscription(task):
    """Creates or replaces the filter: matching log events go to a function or a stream. Ref is the filter's name."""
    parameters = {"FilterPattern": "", **task.pick("DestinationArn Distribution FilterPattern LogGroupName RoleArn")}
    task.call("logs", "put_subscription_filter", **parameters, filterName=task.name)
    task.mark_created(task.name)


write_metric_filter = creation(
    "logs", "put_metric_filter", "filterName", "FilterPattern LogGroupName MetricTransformations")
TYPES = {
    "AWS::Logs::LogGroup": Kind(
        create_group, update_group,
        one_call("logs", "delete_log_group", "logGroupName"), name="LogGroupName", longest=512,
        properties="KmsKeyId LogGroupClass LogGroupName RetentionInDays Tags", attributes="Arn",
        replacing="KmsKeyId LogGroupClass LogGroupName"),
    "AWS::Logs::SubscriptionFilter": Kind(
        write_subscription, write_subscription,
        one_call("logs", "delete_subscription_filter", "filterName", "LogGroupName"), name="FilterName", longest=512,
        properties="DestinationArn Distribution FilterName FilterPattern LogGroupName RoleArn",
        replacing="FilterName LogGroupName"),
    "AWS::Logs::MetricFilter": Kind(
        write_metric_filter, write_metric_filter,
        one_call("logs", "delete_metric_filter", "filterName", "LogGroupName"), name="FilterName", longest=512,
        properties="FilterName FilterPattern LogGroupName MetricTransformations",
        replacing="FilterName LogGroupName"),
}
