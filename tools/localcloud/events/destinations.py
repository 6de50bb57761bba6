"""The records that Lambda sends about invocations.

docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html (asynchronous calls)
services-dynamodb-errors.html and kinesis-on-failure-destination.html (streams); compared with records of real
invocations.
"""
import json
import time
import uuid

from localcloud.events import stamps


def async_record(function_arn, payload, response, condition, tries, now):
    """The record of an asynchronous invocation. function_arn: with its version; tries: invocations so far.

    response   may be None: the function had no concurrency left for an invocation
    condition  "Success", "RetriesExhausted", "EventAgeExceeded" or "ZeroReservedConcurrency"
    """
    return {
        "version": "1.0",
        "timestamp": stamps.milliseconds(now),
        "requestContext": _request(function_arn, response, condition, tries),
        "requestPayload": _json(payload),
        **({"responseContext": _response(response), "responsePayload": _json(response.payload)} if response else {}),
    }


def stream_record(function_arn, batch, response, condition, tries, now):
    """The record of a failed batch.

    batch     {"shard", "first", "last" (sequence numbers), "began", "ended" (epochs), "size", "stream"}
    response  may be None: the records became too old before an invocation.
    """
    record = {
        "requestContext": _request(function_arn, response, condition, tries),
        "responseContext": {"functionError": None, **_response(response)},
        "version": "1.0",
        "timestamp": stamps.milliseconds(now),
        "KinesisBatchInfo" if ":kinesis:" in batch["stream"] else "DDBStreamBatchInfo": {
            "shardId": batch["shard"],
            "startSequenceNumber": batch["first"],
            "endSequenceNumber": batch["last"],
            "approximateArrivalOfFirstRecord": stamps.seconds(batch["began"]),
            "approximateArrivalOfLastRecord": stamps.seconds(batch["ended"]),
            "batchSize": batch["size"],
            "streamArn": batch["stream"],
        },
    }
    return record if response else {key: value for key, value in record.items() if key != "responseContext"}


def object_key(source, now):
    """The key of a record in a bucket: "aws/lambda/<source>/2026/03/01/2026-03-01T12.00.00-<uuid>".

    source  a mapping's uuid and the shard, or "async/" and the function
    """
    day = time.strftime("%Y/%m/%d/%Y-%m-%dT%H.%M.%S", time.gmtime(now))
    return f"aws/lambda/{source}/{day}-{uuid.uuid4()}"


def dead_letter_attributes(response):
    """Attributes of a message in a function's dead-letter queue: a kilobyte of the error, and its status: 200, or 429
    if the function was not invoked (None)."""
    if response is None:
        return {"RequestID": ("String", str(uuid.uuid4())), "ErrorCode": ("Number", "429"),
                "ErrorMessage": ("String", "Rate Exceeded.")}
    body = _json(response.payload)
    message = body.get("errorMessage", "") if isinstance(body, dict) else str(body)
    return {
        "RequestID": ("String", response.request_id),
        "ErrorCode": ("Number", "200"),
        "ErrorMessage": ("String", (message or "Unhandled")[:1024]),
    }


def _request(function_arn, response, condition, tries):
    """requestContext; without an invocation there is no request id."""
    return {
        "requestId": response.request_id if response else "",
        "functionArn": function_arn,
        "condition": condition,
        "approximateInvokeCount": tries,
    }


def _response(response):
    """responseContext: the status is 200 also after an error of the function, since the invocation succeeded."""
    failed = {"functionError": "Unhandled"} if response and response.error else {}
    return {"statusCode": 200, "executedVersion": "$LATEST", **failed}


def _json(payload):
    """The payload (bytes) as data; a payload that is not JSON as text."""
    text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else payload
    try:
        return json.loads(text or "null")
    except (ValueError, RecursionError):
        return text
