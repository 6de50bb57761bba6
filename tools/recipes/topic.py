"""topic: the lambda's own SNS topic, which invokes it with every message.

    infra:
      topic: {}
"""
from aws import cfn
from aws.app import AppModel, Lambda
from kit import names
from kit.problems import KeyProblem
from recipes import event_shapes, failures, function, nothing, permission

VARIABLE, CALLER_WAITS = "TOPIC", False  # see recipes/__init__.py
INVOKED, EXAMPLE = "a topic calls it", "an example of a message of its topic"
SCHEMA = {
    "title": "topic",
    "description": "An SNS topic that invokes the lambda. Other lambdas publish to it with the variable "
                   "`APP_<LAMBDA>_TOPIC`.",
    "type": "object",
    "properties": {},
    "additionalProperties": False,
    "examples": [{}],
}


def problems(block: dict) -> list[KeyProblem]:
    """[]: the schema rejects all that is invalid."""
    return []


def normal(block: dict) -> dict:
    """{}: a topic has no settings."""
    return dict(block)


def event_shape(block: dict) -> dict:
    """The shape of {"Records": [{"Sns": {"Message", ...}}]}."""
    return event_shapes.mapping({"Records": event_shapes.list_of(event_shapes.NOTICE)})


def resource_id(name: str) -> str:
    """"OrdersTopic" of lambda "orders"."""
    return names.logical_id(name, "topic")


def resources(app: AppModel, fn: Lambda) -> dict[str, dict]:
    """{"OrdersTopic": ..., "OrdersTopicSubscription": ..., "OrdersTopicPermission": ...}"""
    topic_id, function_id = resource_id(fn["name"]), names.logical_id(fn["name"], "function")
    return {
        topic_id: cfn.resource("AWS::SNS::Topic", {}),
        names.logical_id(fn["name"], "topic", "subscription"): cfn.resource("AWS::SNS::Subscription", {
            "TopicArn": cfn.ref(topic_id),
            "Protocol": "lambda",
            "Endpoint": cfn.arn(function_id),
            "RedrivePolicy": {"deadLetterTargetArn": cfn.arn(failures.ID)}}),
        names.logical_id(fn["name"], "topic", "permission"): function.invoke_permission(
            function_id, "sns.amazonaws.com", cfn.ref(topic_id)),
    }


def outputs(app: AppModel, fn: Lambda) -> dict[str, dict]:
    """{"OrdersTopicArn": ...}"""
    topic_id = resource_id(fn["name"])
    return {f"{topic_id}Arn": {"Value": cfn.ref(topic_id)}}


def value(app: AppModel, name: str) -> dict[str, str]:
    """The value of a variable APP_<LAMBDA>_TOPIC: the topic's ARN."""
    return cfn.ref(resource_id(name))


def access_statements(app: AppModel, name: str) -> list[dict]:
    """The statements of a role that may publish to the topic of lambda `name`."""
    return [permission.allow(["sns:Publish"], value(app, name))]


statements = nothing.no_statements
shared = shared_outputs = nothing.none
