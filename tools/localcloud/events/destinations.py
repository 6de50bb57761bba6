"""The records Lambda leaves of what became of an event. Pure.

docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html (asynchronous calls)
and services-dynamodb-errors.html (streams); compared with records of real calls.
"""
import json

from localcloud.events import stamps


def async_record(function_arn, payload, answer, condition, tries, now):
    """The ARN has its version; tries: calls made.

    condition  "Success", "RetriesExhausted" or "EventAgeExceeded"
    """
    return {
        "version": "1.0",
        "timestamp": stamps.milliseconds(now),
        "requestContext": _request(function_arn, answer, condition, tries),
        "requestPayload": _json(payload),
        "responseContext": _response(answer),
        "responsePayload": _json(answer.payload),
    }


def stream_record(function_arn, batch, answer, condition, tries, now):
    """batch: {"shard", "first", "last" (sequence numbers), "began", "ended" (epochs), "size", "stream"}.

    answer may be None: the records grew too old before a call.
    """
    record = {
        "requestContext": _request(function_arn, answer, condition, tries),
        "responseContext": _response(answer),
        "version": "1.0",
        "timestamp": stamps.milliseconds(now),
        "DDBStreamBatchInfo": {
            "shardId": batch["shard"],
            "startSequenceNumber": batch["first"],
            "endSequenceNumber": batch["last"],
            "approximateArrivalOfFirstRecord": stamps.seconds(batch["began"]),
            "approximateArrivalOfLastRecord": stamps.seconds(batch["ended"]),
            "batchSize": batch["size"],
            "streamArn": batch["stream"],
        },
    }
    return record if answer else {key: value for key, value in record.items() if key != "responseContext"}


def dead_letter_attributes(answer):
    """Of the message in a function's dead-letter queue: a kilobyte of the error, and its status, 200."""
    said = _json(answer.payload)
    message = said.get("errorMessage", "") if isinstance(said, dict) else str(said)
    return {
        "RequestID": ("String", answer.request_id),
        "ErrorCode": ("Number", "200"),
        "ErrorMessage": ("String", (message or "Unhandled")[:1024]),
    }


def _request(function_arn, answer, condition, tries):
    """requestContext; without a call there is no request id."""
    return {
        "requestId": answer.request_id if answer else "",
        "functionArn": function_arn,
        "condition": condition,
        "approximateInvokeCount": tries,
    }


def _response(answer):
    """responseContext: 200 also for an error of the function, which has answered after all."""
    failed = {"functionError": "Unhandled"} if answer and answer.error else {}
    return {"statusCode": 200, "executedVersion": "$LATEST", **failed}


def _json(payload):
    """The payload as data; a text that is no JSON stays a text."""
    text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else payload
    try:
        return json.loads(text or "null")
    except ValueError:
        return text
