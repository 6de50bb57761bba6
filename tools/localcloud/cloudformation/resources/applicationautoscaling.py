"""AWS::ApplicationAutoScaling: targets and policies. They are stored; the local cloud scales nothing."""
from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.kind import Kind

SERVICE = "application-autoscaling"
ADDRESS = ("ResourceId", "ScalableDimension", "ServiceNamespace")


def address(target_id):
    """{"ResourceId", "ScalableDimension", "ServiceNamespace"} of a target's Ref, "table/a|dynamodb:...|dynamodb"."""
    return dict(zip(ADDRESS, target_id.split("|")))


def register_target(task):
    """Creates or changes a scalable target, whose table or index must exist, as on AWS."""
    identity = task.pick(" ".join(ADDRESS))
    require_table(task, identity)
    arn = task.call(SERVICE, "register_scalable_target", **identity,
                    **task.pick("MinCapacity MaxCapacity RoleARN SuspendedState")).get("ScalableTargetARN")
    if not task.ref:
        task.mark_created("|".join(identity[part] for part in ADDRESS), Id=arn)


def require_table(task, identity):
    """Raises ApiError for a table or an index that does not exist, or is on demand."""
    kind, name, *index = identity["ResourceId"].split("/")
    if identity["ServiceNamespace"] != "dynamodb" or kind != "table":
        return
    table = task.call("dynamodb", "describe_table", TableName=name)["Table"]
    indexes = [entry["IndexName"] for entry in table.get("GlobalSecondaryIndexes", [])]
    if index and index[-1] not in indexes:
        raise ApiError(f"DynamoDB index does not exist: {identity['ResourceId']}", "ValidationException")
    if table.get("BillingModeSummary", {}).get("BillingMode") == "PAY_PER_REQUEST":
        raise ApiError("DynamoDB table is in PAY_PER_REQUEST billing mode: it has no capacity to scale",
                       "ValidationException")


def put_policy(task):
    """Creates or changes a scaling policy. Ref is its ARN."""
    target = task.properties.get("ScalingTargetId")
    identity = address(target) if target else task.pick(" ".join(ADDRESS))
    arn = task.call(SERVICE, "put_scaling_policy", **identity,
                    **task.pick("PolicyName PolicyType TargetTrackingScalingPolicyConfiguration"))["PolicyARN"]
    if not task.ref:
        task.mark_created(arn, Arn=arn)


def delete_policy(task):
    """Deletes a scaling policy."""
    target = task.properties.get("ScalingTargetId")
    task.call(SERVICE, "delete_scaling_policy", PolicyName=task.properties["PolicyName"],
              **(address(target) if target else task.pick(" ".join(ADDRESS))))


TYPES = {
    "AWS::ApplicationAutoScaling::ScalableTarget": Kind(
        register_target, register_target,
        lambda task: task.call(SERVICE, "deregister_scalable_target", **address(task.ref)),
        properties="MaxCapacity MinCapacity ResourceId RoleARN ScalableDimension ServiceNamespace SuspendedState",
        attributes="Id", replacing="ResourceId ScalableDimension ServiceNamespace"),
    "AWS::ApplicationAutoScaling::ScalingPolicy": Kind(
        put_policy, put_policy, delete_policy,
        properties="PolicyName PolicyType ResourceId ScalableDimension ScalingTargetId ServiceNamespace "
                   "TargetTrackingScalingPolicyConfiguration",
        attributes="Arn", replacing="PolicyName ResourceId ScalableDimension ScalingTargetId ServiceNamespace"),
}
