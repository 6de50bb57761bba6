"""Requests to SNS that AWS rejects and moto accepts: subscriptions, filter policies and messages.

aws/events/filter_policies.py has the rules of filter policies. Each replacement has the form of those of hooks.py.
"""
import inspect
import json
import re

from moto.sns.exceptions import InternalError, InvalidParameterValue, SNSException, SNSInvalidParameter, TopicNotFound

from aws.events import filter_policies
from localcloud.moto.state import ACCOUNT

ARN_PARTS = 6
MAX_MESSAGE = 256 * 1024  # bytes; of a batch: of all its messages
SUBJECT = re.compile(r"[^\x00-\x1f\x7f]{1,100}")
ENTRY_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")
PROTOCOLS = {"application", "email", "email-json", "firehose", "http", "https", "lambda", "sms", "sqs"}
SCOPES = ("MessageAttributes", "MessageBody")
BATCH_ERRORS = {"EmptyBatchRequest": "The batch request doesn't contain any entries.",
                "InvalidBatchEntryId": "The Id of a batch entry in a batch request doesn't abide by the specification.",
                "BatchRequestTooLong": "The length of all the messages put together is more than the limit."}


class BatchError(SNSException):
    """SNS's error for a batch; code: a key of BATCH_ERRORS."""

    def __init__(self, code):
        super().__init__(BATCH_ERRORS[code])
        self.code = code


def filter_policy(_world, _original, self, value, scope):
    """The replacement of moto's validation of a filter policy."""
    return check_policy(value, scope)


def set_attributes(_world, original, self, arn, name, value):
    """The replacement that rejects a filter policy that is no JSON object, and an unknown scope."""
    if name == "FilterPolicyScope" and value not in SCOPES:
        raise SNSInvalidParameter(f"Invalid parameter: FilterPolicyScope: Invalid value [{value}]. "
                                  f"Please use either {SCOPES[1]} or {SCOPES[0]}")
    if name == "FilterPolicy" and value:
        try:
            is_object = isinstance(json.loads(value), dict)
        except (ValueError, RecursionError):
            is_object = False
        if not is_object:
            raise SNSInvalidParameter("Invalid parameter: FilterPolicy: failed to parse JSON.")
    return original(self, arn, name, value)


def subscribe(_world, original, self, topic_arn, endpoint, protocol):
    """Checks the protocol of a subscription and, of a lambda's, that its endpoint is an ARN."""
    if protocol not in PROTOCOLS:
        raise SNSInvalidParameter(f"Invalid parameter: Amazon SNS does not support this protocol string: {protocol}")
    if protocol == "lambda" and not endpoint.startswith("arn:"):
        raise SNSInvalidParameter("Invalid parameter: Lambda endpoint ARN")
    return original(self, topic_arn, endpoint, protocol)


def subscribe_response(_world, original, self):
    """Leaves no subscription behind when moto, after creating it, refuses its attributes; the error names them."""
    before = set(self.backend.subscriptions)
    try:
        return original(self)
    except SNSException as error:
        error.message = error.message.replace("parameter: Filter", "parameter: Attributes Reason: Filter")
        for arn in set(self.backend.subscriptions) - before:
            del self.backend.subscriptions[arn]
        raise


def publish_batch(_world, original, self, topic_arn, publish_batch_request_entries):
    """Checks a batch as a whole."""
    if not publish_batch_request_entries:
        raise BatchError("EmptyBatchRequest")
    if not all(ENTRY_ID.fullmatch(entry["Id"]) for entry in publish_batch_request_entries):
        raise BatchError("InvalidBatchEntryId")
    if sum(size(entry["Message"]) for entry in publish_batch_request_entries) > MAX_MESSAGE:
        raise BatchError("BatchRequestTooLong")
    return original(self, topic_arn, publish_batch_request_entries)


def publish(_world, original, *args, **options):
    """The replacement of Publish and PublishBatch that rejects a wrong topic, message or subject."""
    request = inspect.signature(original).bind(*args, **options).arguments
    check_topic(request)
    check_message(request["message"], request.get("message_structure"))
    subject = request.get("subject")
    if subject is not None and not SUBJECT.fullmatch(subject):
        raise InvalidParameterValue("Invalid parameter: Subject")
    return original(*args, **options)


def check_topic(request):
    """Raises SNS's error for a topic that does not exist, and for a message to a FIFO topic without its ids.

    request: the arguments of moto's publish
    """
    arn = request.get("arn") or ""
    if request.get("arn") is not None:
        check_arn(arn)
    topic = request["self"].topics.get(arn)
    if topic is None and arn and ":endpoint/" not in arn:
        raise TopicNotFound()
    if topic is not None and is_true(topic.fifo_topic):
        if not request.get("group_id"):
            raise InvalidParameterValue("Invalid parameter: The MessageGroupId parameter is required for FIFO topics")
        if not request.get("deduplication_id") and not is_true(topic.content_based_deduplication):
            raise InvalidParameterValue("Invalid parameter: The topic should either have ContentBasedDeduplication "
                                        "enabled or MessageDeduplicationId provided explicitly")


def find_topic(_world, original, self, arn):
    """The replacement of the function that finds a topic, with SNS's error for a text that is no ARN."""
    check_arn(arn)
    return original(self, arn)


def check_arn(arn):
    """Raises SNS's error for the ARN of a topic that is no ARN."""
    parts = len(arn.split(":"))
    if parts < ARN_PARTS:
        raise InvalidParameterValue("Invalid parameter: TopicArn Reason: "
                                    f"An ARN must have at least {ARN_PARTS} elements, not {parts}")


def is_true(attribute):
    """Whether an attribute of a topic is "true", "True" or True: moto stores it as the request has it."""
    return str(attribute).lower() == "true"


def create_topic(_world, original, self, name, attributes=None, tags=None):
    """The replacement of CreateTopic, with SNS's error for a name and for tags that the topic has not yet."""
    existing = next((topic for topic in self.topics.values() if topic.name == name), None)
    if existing and not (tags or {}).items() <= existing._tags.items():
        raise InvalidParameterValue("Invalid parameter: Tags Reason: Topic already exists with different tags")
    try:
        return original(self, name, attributes, tags)
    except InvalidParameterValue as error:
        if error.message.startswith("Topic names must"):
            error.message = "Invalid parameter: Topic Name"
        raise


def request_tags(_world, original, self):
    """The replacement of the function that reads the tags of a request; moto takes the last one of each key."""
    tags = original(self)
    if len(tags) < len(self._get_param("Tags", [])):
        raise InvalidParameterValue("Invalid parameter: Duplicated keys are not allowed.")
    return tags


def topic_attributes(_world, original, self):
    """The replacement of GetTopicAttributes, which omits a delivery policy that there is not."""
    answer = original(self)
    attributes = answer.result["Attributes"]
    if not attributes["DeliveryPolicy"]:
        del attributes["DeliveryPolicy"]
    return answer


def subscription_attributes(_world, original, self, arn):
    """The replacement of GetSubscriptionAttributes, which adds who subscribed."""
    return {"SubscriptionPrincipal": f"arn:aws:iam::{ACCOUNT}:root", **original(self, arn)}


def check_policy(policy, scope):
    """Raises SNS's error for a filter policy that SNS rejects. scope: "MessageBody", "MessageAttributes" or None."""
    for _key, message, _hint in filter_policies.problems(policy, scope == "MessageBody"):
        start = "" if message == filter_policies.NESTED else "FilterPolicy: "
        raise SNSInvalidParameter(f"Invalid parameter: {start}{message}")
    if filter_policies.has_large_number(policy):
        raise InternalError("Unknown")  # so on AWS


def check_message(message, structure):
    """Raises SNS's error for a message that SNS rejects. structure: MessageStructure or None."""
    if not message:
        raise InvalidParameterValue("Invalid parameter: Empty message")
    if size(message) > MAX_MESSAGE:
        raise InvalidParameterValue("Invalid parameter: Message too long")
    if structure == "json":
        try:
            messages = json.loads(message)
        except ValueError:
            messages = None
        if not isinstance(messages, dict):
            raise InvalidParameterValue("Invalid parameter: Message Structure - JSON message body failed to parse")
        if "default" not in messages:
            raise InvalidParameterValue("Invalid parameter: Message Structure - No default entry in JSON message body")


def size(message):
    """The bytes of a message."""
    return len(message.encode("utf-8", "surrogatepass"))
