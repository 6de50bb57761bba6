"""The record of a queue's message for a function. Pure; checked against records of real invocations."""
import base64
from typing import Any

from aws import arns


def record(message: Any, queue_arn: str) -> dict:
    """The entry of a function's event["Records"] for a received message, which is a Message of moto."""
    attributes = message.message_attributes
    checksum = {"md5OfMessageAttributes": message.attribute_md5} if attributes else {}
    return {
        "messageId": message.id,
        "receiptHandle": message.receipt_handle,
        "body": message.body,
        "attributes": _system(message),
        "messageAttributes": {name: _attribute(value) for name, value in attributes.items()},
        **checksum,
        "md5OfBody": message.body_md5,
        "eventSource": "aws:sqs",
        "eventSourceARN": queue_arn,
        "awsRegion": arns.region(queue_arn),
    }


def _system(message):
    """The system attributes of a message, all of them texts; those of FIFO queues only where set."""
    trace = (message.system_attributes or {}).get("AWSTraceHeader") or {}
    attributes = {
        "ApproximateReceiveCount": message.approximate_receive_count,
        "AWSTraceHeader": trace.get("StringValue"),
        "SentTimestamp": message.sent_timestamp,
        "SequenceNumber": message.sequence_number,
        "MessageGroupId": message.group_id,
        "SenderId": message.sender_id,
        "MessageDeduplicationId": message.deduplication_id,
        "ApproximateFirstReceiveTimestamp": message.approximate_first_receive_timestamp,
        "DeadLetterQueueSourceArn": getattr(message, "local_dead_letter_source", None),
    }
    return {name: str(value) for name, value in attributes.items() if value is not None}


def _attribute(value):
    """{"DataType": "String", "StringValue": "x"} in Lambda's spelling; its two lists are always empty."""
    converted = {}
    if value.get("StringValue") is not None:
        converted["stringValue"] = value["StringValue"]
    if value.get("BinaryValue") is not None:
        raw = value["BinaryValue"]
        converted["binaryValue"] = base64.b64encode(raw).decode() if isinstance(raw, bytes) else raw
    return {**converted, "stringListValues": [], "binaryListValues": [], "dataType": value["DataType"]}
