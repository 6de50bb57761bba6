"""Attributes of queues, and requests to receive and delete messages, that SQS rejects and moto accepts.

docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html; the replacements have the
form of those of hooks.py.
"""
import json

from moto.sqs.exceptions import InvalidAttributeName, InvalidAttributeValue, ReceiptHandleIsInvalid, SQSException
from moto.sqs.models import Queue

RANGES = {"DelaySeconds": (0, 900), "MaximumMessageSize": (1024, 1_048_576), "MessageRetentionPeriod": (60, 1_209_600),
          "ReceiveMessageWaitTimeSeconds": (0, 20), "VisibilityTimeout": (0, 43_200),
          "KmsDataKeyReusePeriodSeconds": (60, 86_400)}
NAMES = {*RANGES, *Queue.FIFO_ATTRIBUTES, "Policy", "RedrivePolicy", "RedriveAllowPolicy", "KmsMasterKeyId",
         "SqsManagedSseEnabled"}
RECEIVED = {"MaxNumberOfMessages": (1, 10, "Must be between 1 and 10, if provided."),
            "WaitTimeSeconds": (0, 20, "Must be >= 0 and <= 20, if provided.")}


def invalid(name, value, reason):
    """SQS's error about the value of a parameter, for `raise`."""
    return SQSException("InvalidParameterValue", f"Value {value} for parameter {name} is invalid. Reason: {reason}")


def check_attributes(backend, attributes):
    """Raises SQS's error for attributes of a queue. backend: moto's, with the queues of the region."""
    for name, value in attributes.items():
        if name not in NAMES:
            raise InvalidAttributeName(name)
        if name in RANGES:
            low, high = RANGES[name]
            if not str(value).isdecimal() or not low <= int(value) <= high:
                raise InvalidAttributeValue(name)
    if attributes.get("RedrivePolicy"):
        check_redrive(backend, attributes["RedrivePolicy"])


def check_redrive(backend, value):
    """Raises SQS's error for a redrive policy, a text of JSON or an object."""
    try:
        policy = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        policy = None
    reason = ""
    if not isinstance(policy, dict):
        reason = "Redrive policy is not a valid JSON map."
    elif policy:
        count, arn = str(policy.get("maxReceiveCount")), policy.get("deadLetterTargetArn")
        if count.isdecimal() and not 1 <= int(count) <= 1000:
            reason = f"Invalid value for maxReceiveCount: {count}, valid values are from 1 to 1000 both inclusive."
        elif arn and arn not in [queue.queue_arn for queue in backend.queues.values()]:
            reason = "Dead letter target does not exist."
    if reason:
        raise invalid("RedrivePolicy", value, reason)


def create_queue(_world, original, self, name, tags=None, **attributes):
    """The replacement of CreateQueue, which checks the attributes."""
    check_attributes(self, attributes)
    return original(self, name, tags, **attributes)


def set_attributes(_world, original, self, queue_name, attributes):
    """The replacement of SetQueueAttributes, which checks them; moto drops the policy if they have none."""
    check_attributes(self, attributes)
    policy = self.get_queue(queue_name).policy
    return original(self, queue_name, attributes if "Policy" in attributes else {**attributes, "Policy": policy})


def receive_message(_world, original, self):
    """The replacement of ReceiveMessage, which checks how many messages and how long."""
    for name, (low, high, reason) in RECEIVED.items():
        value = self._get_param(name)
        if value is not None and not low <= int(value) <= high:
            raise invalid(name, value, reason)
    return original(self)


def delete_message(_world, original, self, queue_name, receipt_handle):
    """The replacement of DeleteMessage, whose error names the handle."""
    try:
        return original(self, queue_name, receipt_handle)
    except ReceiptHandleIsInvalid as error:
        error.message = f'The input receipt handle "{receipt_handle}" is not a valid receipt handle.'
        raise
