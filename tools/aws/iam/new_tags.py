"""What a role must allow for the tags of a new resource. Pure."""
import re

from aws.iam import actions, arn_formats, unlisted_types

# Actions that tag a resource, of which a service has one
# docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html (Tags)
# docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html
TAGGING = ("AddTagsToCertificate", "TagResource", "TagQueue", "AddTagsToResource", "AddTags", "AddTagsToStream",
           "TagDeliveryStream", "CreateOrUpdateTags", "TagMFADevice")
# The verbs of operations that make what they tag; what others name as tags may be data, as that of an email
CREATING = re.compile("Allocate|Associate|Claim|Connect|Copy|Create|Import|Open|Publish|Purchase|Put|Register|"
                      "Replicate|Request|Reserve|Restore|Run|Start|Submit|Upload")
PARAMETER = re.compile("(\\w*?)(tags|taglist)")  # with the type of the resource before it: UserPoolTags


def tags_of_new(service: str, operation: str, params: dict, pairs: list[tuple], scope: dict) -> list[tuple]:
    """[(action, ARN)] for the tags with which a call creates a resource, on what its own pairs name; [] without tags.

    docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html (tags), and alike elsewhere
    """
    type_ = unlisted_types.CREATED.get((service, operation))
    own = f"{operation} RecoveryPoint".lower()  # of StartBackupJob
    has_tags = any((match := PARAMETER.fullmatch(name.lower())) and match[1] in own for name in params)
    prefix = actions.prefix(service)
    of_service = actions.iam_actions().get(prefix, {}).get("Actions", {})
    names = (f"Tag{CREATING.sub('', operation, count=1)}", *TAGGING)
    action = next((name for name in names if name.lower() in of_service), "")
    if not CREATING.match(operation) or not action or service == "ec2" or not has_tags:
        return []
    if type_:
        return [(f"{prefix}:{action}", arn_formats.every(arn, scope)) for arn in arn_formats.of_type(prefix, type_)]
    return [(f"{prefix}:{action}", arn) for own, arn in pairs if own == f"{prefix}:{operation}"]


def tags_of_object(operation: str, type_: str, scope: dict) -> list[tuple]:
    """[(action, ARN)] of the tags of an object of boto3's resource of EC2. type_: "NetworkInterface" of it"""
    name = re.sub("(?<!^)(?=[A-Z])", "-", type_).lower()
    return [(f"ec2:{operation}", arn_formats.every(pattern, scope)) for pattern in arn_formats.of_type("ec2", name)]
