"""What a role must allow for the tags of a new resource. Pure."""
import re

from aws.iam import actions, arn_formats, unlisted_types

# Actions that tag a resource, of which a service has one
TAGGING = ("TagResource", "TagQueue", "AddTagsToResource", "AddTags", "AddTagsToStream", "TagDeliveryStream")


def tags_of_new(service: str, operation: str, params: dict, pairs: list[tuple], scope: dict) -> list[tuple]:
    """[(action, ARN)] for the tags with which a call creates a resource, on what its own pairs name; [] without tags.

    docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html (tags), and alike elsewhere
    """
    type_ = unlisted_types.CREATED.get((service, operation))
    is_new = type_ or operation.startswith("Create") or (service, operation) in {
        ("ssm", "PutParameter"), ("events", "PutRule"), ("ecs", "RegisterTaskDefinition")}
    prefix = actions.prefix(service)
    of_service = actions.iam_actions().get(prefix, {}).get("Actions", {})
    names = (f"Tag{operation.removeprefix('Create')}", *TAGGING)
    action = next((name for name in names if name.lower() in of_service), "")
    if not is_new or not action or service == "ec2" or not params.keys() & {"tags", "Tags"}:
        return []
    if type_:
        return [(f"{prefix}:{action}", arn_formats.every(arn, scope)) for arn in arn_formats.of_type(prefix, type_)]
    return [(f"{prefix}:{action}", arn) for own, arn in pairs if own == f"{prefix}:{operation}"]


def tags_of_object(operation: str, type_: str, scope: dict) -> list[tuple]:
    """[(action, ARN)] of the tags of an object of boto3's resource of EC2. type_: "NetworkInterface" of it"""
    name = re.sub("(?<!^)(?=[A-Z])", "-", type_).lower()
    return [(f"ec2:{operation}", arn_formats.every(pattern, scope)) for pattern in arn_formats.of_type("ec2", name)]
