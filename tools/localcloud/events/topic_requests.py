"""Requests to SNS that AWS rejects and moto accepts: filter policies and messages.

docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html. A filter policy is an event pattern
(aws/events/validation.py) with limits of its own. Each replacement takes the world and moto's original.
"""
import inspect
import json

from moto.sns.exceptions import InternalError, InvalidParameterValue, SNSInvalidParameter

from aws.events import validation

MAX_KEYS, MAX_COMBINATIONS, MAX_NUMBER = 5, 150, 1_000_000_000
MAX_MESSAGE = 256 * 1024  # bytes


def filter_policy(_world, _original):
    """The replacement of moto's validation of a filter policy."""
    return lambda self, value, scope: check_policy(value, scope)


def set_attributes(_world, original):
    """The replacement that rejects a filter policy that is no JSON object."""
    def replaced(self, arn, name, value):
        if name == "FilterPolicy" and value:
            try:
                is_object = isinstance(json.loads(value), dict)
            except ValueError:
                is_object = False
            if not is_object:
                raise SNSInvalidParameter("Invalid parameter: FilterPolicy: failed to parse JSON.")
        return original(self, arn, name, value)
    return replaced


def publish(_world, original):
    """The replacement that checks the message of Publish and PublishBatch."""
    signature = inspect.signature(original)

    def replaced(*args, **options):
        request = signature.bind(*args, **options).arguments
        check_message(request["message"], request.get("message_structure"))
        return original(*args, **options)
    return replaced


def check_policy(policy, scope):
    """Raises SNS's error for a filter policy that SNS rejects. scope: "MessageBody", "MessageAttributes" or None."""
    if len(policy) > MAX_KEYS:
        raise SNSInvalidParameter(
            f"Invalid parameter: FilterPolicy: Filter policy can not have more than {MAX_KEYS} keys")
    if scope != "MessageBody" and any(isinstance(value, dict) for value in policy.values()):
        raise SNSInvalidParameter("Invalid parameter: Filter policy scope MessageAttributes does not support nested "
                                  "filter policy")
    for key, message, _hint in validation.problems(policy):
        raise SNSInvalidParameter(f"Invalid parameter: FilterPolicy: {message} (at {key})")
    if any(abs(number) >= MAX_NUMBER for number in literal_numbers(policy)):
        raise InternalError("Unknown")  # so on AWS
    if combinations(policy) > MAX_COMBINATIONS:
        raise SNSInvalidParameter("Invalid parameter: FilterPolicy: Filter policy is too complex")


def literal_numbers(pattern):
    """The numbers among the items of the lists of a valid pattern."""
    for name, value in pattern.items():
        if name == "$or":
            for choice in value:
                yield from literal_numbers(choice)
        elif isinstance(value, dict):
            yield from literal_numbers(value)
        else:
            yield from (item for item in value if isinstance(item, (int, float)))


def combinations(policy, depth=1, factor=1):
    """The combinations of a filter policy, as SNS counts: the number of a field's values times the field's depth,
    multiplied over all fields; the choices of $or are added."""
    for name, value in policy.items():
        if name == "$or":
            factor = sum(combinations(choice, depth, factor) for choice in value)
        elif isinstance(value, dict):
            factor = combinations(value, depth + 1, factor)
        else:
            factor *= len(value) * depth
    return factor


def check_message(message, structure):
    """Raises SNS's error for a message that SNS rejects. structure: MessageStructure or None."""
    if not message:
        raise InvalidParameterValue("Invalid parameter: Empty message")
    if len(message.encode("utf-8", "surrogatepass")) > MAX_MESSAGE:
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
