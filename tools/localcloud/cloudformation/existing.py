"""Names that are taken: CloudFormation never creates a resource in the place of one that exists already.

The create operations of most services refuse such a name. Those of NAMED_TYPES replace what has it, or return it:
without a check two resources would be one, which the removal of either deletes.
"""
import dataclasses

from localcloud.cloudformation import readers
from localcloud.cloudformation.errors import ApiError
from localcloud.moto import state


def of_name(_region, name):
    """The physical id of a type whose id is its name."""
    return name


def arn(service, prefix=""):
    """A function as of NAMED_TYPES: the id is an ARN."""
    return lambda region, name: f"arn:aws:{service}:{region}:{state.ACCOUNT}:{prefix}{name}"


def queue_url(region, name):
    """The URL of a queue of the local cloud: only its path matters."""
    return f"https://sqs.{region}.amazonaws.com/{state.ACCOUNT}/{name}"


# {type: (the property with the name, function(region, name) -> the physical id, as READERS take it)}
NAMED_TYPES = {
    "AWS::CloudWatch::Alarm": ("AlarmName", of_name),
    "AWS::CloudWatch::Dashboard": ("DashboardName", of_name),
    "AWS::Cognito::UserPoolDomain": ("Domain", of_name),
    "AWS::Events::Rule": ("Name", of_name),
    "AWS::Logs::MetricFilter": ("FilterName", of_name),
    "AWS::Logs::SubscriptionFilter": ("FilterName", of_name),
    "AWS::S3::BucketPolicy": ("Bucket", of_name),
    "AWS::SNS::Topic": ("TopicName", arn("sns")),
    "AWS::SQS::Queue": ("QueueName", queue_url),
    "AWS::Scheduler::ScheduleGroup": ("Name", of_name),
    "AWS::StepFunctions::StateMachine": ("StateMachineName", arn("states", "stateMachine:")),
}


def check_name(region, resource):
    """Raises ApiError if a resource exists that has the name which a new Resource gets from its properties.

    region  the stack's Region
    """
    name_property, id_of = NAMED_TYPES.get(resource.type, ("", of_name))
    name = resource.properties.get(name_property)
    if name is None:
        return
    physical = id_of(region.name, name)
    if readers.properties(lambda service: state.client(service, region.name),
                          dataclasses.replace(resource, ref=physical)) is None:
        return
    owner = next((stack.id for stack in region.stacks() if not stack.deleted and any(
        namesake is not resource and namesake.type == resource.type and namesake.properties.get(name_property) == name
        for namesake in [*stack.resources.values(), *stack.outdated])), "")
    raise ApiError(f"{name} already exists in stack {owner}" if owner else
                   f"Resource of type '{resource.type}' with identifier '{name}' already exists.")
