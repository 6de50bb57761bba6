"""Messages of queues as data, and as a line for a person. Pure."""
import base64
import json
import time
from typing import Any

from incidents import log_lines

LONGEST = 160  # characters of a body or an error that are shown


def record(message: dict) -> dict[str, Any]:
    """A received message as JSON data: all that a sender could set, and when it was sent (ms)."""
    system = message.get("Attributes", {})
    return {
        "id": message["MessageId"], "body": message["Body"], "sent": int(system.get("SentTimestamp", 0)),
        "receives": int(system.get("ApproximateReceiveCount", 0)),
        "attributes": {name: {"type": value["DataType"], "value": attribute_value(value)}
                       for name, value in message.get("MessageAttributes", {}).items()},
        **{key: system[name] for key, name in (("group", "MessageGroupId"), ("deduplication", "MessageDeduplicationId"),
                                               ("trace", "AWSTraceHeader")) if name in system}}


def attribute_value(value: dict) -> str:
    """The text of a message attribute; bytes as base64."""
    return base64.b64encode(value["BinaryValue"]).decode() if "BinaryValue" in value else value.get("StringValue", "")


def row(message: dict) -> dict[str, Any]:
    """{"id", "age", "error", "body"} of a message, for a table; no error is None."""
    error, body = summary(message)
    return {"id": message["MessageId"], "age": age(message), "error": shortened(error) or None, "body": shortened(body)}


def summary(message: dict) -> tuple[str, str]:
    """(the error that brought the message into its queue, "" where it is not known; the text of the event)."""
    content, attributes = log_lines.json_object(message["Body"]), message.get("MessageAttributes", {})
    if "requestContext" in content and ("requestPayload" in content or batch_info(content)):
        function = str(content["requestContext"].get("functionArn", "")).partition(":function:")[2].partition(":")[0]
        payload = content.get("responsePayload")
        payload = payload if isinstance(payload, dict) else {}
        error = f"{payload.get('errorType', content['requestContext'].get('condition', ''))}"
        return f"{function}: {error}", json.dumps(content.get("requestPayload", batch_info(content)))
    for name in ("ERROR_MESSAGE", "ErrorMessage"):  # of EventBridge, and of Lambda and SNS
        if name in attributes:
            return attribute_value(attributes[name]), message["Body"]
    return "", message["Body"]


def batch_info(content: dict) -> dict[str, Any] | None:
    """The range of records of Lambda's record of a failed batch, of a table's stream or Kinesis; None of another."""
    return content.get("DDBStreamBatchInfo", content.get("KinesisBatchInfo"))


def shortened(text: str) -> str:
    """The first line of a text, with "..." for the omitted part."""
    line = (text.splitlines() or [""])[0]
    return line if len(line) <= LONGEST and line == text else f"{line[:LONGEST]}..."


def age(message: dict) -> str:
    """"5m": how long ago a message was sent."""
    seconds = max(0, int(time.time() - int(message.get("Attributes", {}).get("SentTimestamp", 0)) / 1000))
    for unit, size in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds >= 2 * size:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"
