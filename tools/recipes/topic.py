"""topic: an SNS topic of the lambda's own, which calls it with every message.

    infra:
      topic: {}
"""
from aws import cfn
from kit import names
from recipes import failures, function, permission

SCHEMA = {
    "title": "topic",
    "description": "An SNS topic that calls the lambda. Others publish to it by the variable "
                   "`APP_<LAMBDA>_TOPIC`.",
    "type": "object",
    "properties": {},
    "additionalProperties": False,
    "examples": [{}],
}


def complaints(block):
    """Nothing beyond the schema can be wrong."""
    return []


def normal(block):
    """Always {}: a topic has no settings."""
    return dict(block)


def resources(app, fn):
    """{"OrdersTopic": ..., "OrdersTopicSubscription": ..., "OrdersTopicPermission": ...}"""
    topic_id, function_id = names.logical_id(fn["name"], "topic"), names.logical_id(fn["name"], "function")
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


def statements(app, fn):
    """A topic asks nothing of the lambda's role."""
    return []


def outputs(app, fn):
    """{"OrdersTopicArn": ...}"""
    topic_id = names.logical_id(fn["name"], "topic")
    return {f"{topic_id}Arn": {"Value": cfn.ref(topic_id)}}


def shared(app, fns):
    """Topics share nothing."""
    return {}


def shared_outputs(app, fns):
    """Nothing that is shared has anything to tell."""
    return {}


def value(app, name):
    """What a variable APP_<LAMBDA>_TOPIC holds: the topic's ARN."""
    return cfn.ref(names.logical_id(name, "topic"))


def grants(app, name):
    """The statements of a role that may publish to the topic of lambda `name`."""
    return [permission.allow(["sns:Publish"], value(app, name))]
