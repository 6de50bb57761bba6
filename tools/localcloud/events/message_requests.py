"""Messages and batches that SQS rejects and moto accepts: empty ones, characters that XML does not have, ids of
entries, attributes.

docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html. The replacements have the form
of those of hooks.py.
"""
import re

from moto.sqs.constants import MAXIMUM_MESSAGE_LENGTH
from moto.sqs.exceptions import (
    BatchEntryIdsNotDistinct,
    BatchRequestTooLong,
    InvalidBatchEntryId,
    MissingParameter,
    SQSException,
    TooManyEntriesInBatchRequest,
)

MAX_ENTRIES = 10  # of a batch, and message attributes of a message
FIELDS = ("MessageBody", "MessageAttributes", "MessageGroupId", "MessageDeduplicationId", "DelaySeconds")
ATTRIBUTE = re.compile(r"(?!(?i:aws|amazon)\.)(?!\.)(?!.*(\.\.|\.$))[A-Za-z0-9_.-]{1,256}")
FIFO_ID = re.compile(r"[!-~]{1,128}")
NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", re.I | re.A)
INVALID = "InvalidParameterValue"
ENTRY_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def send_message(_world, original, self):
    """The replacement of SendMessage, which rejects an empty body and a message with a fault()."""
    entry = {name: self._get_param(name) for name in FIELDS}
    if not entry["MessageBody"]:
        raise MissingParameter("MessageBody")
    queue = self.sqs_backend.get_queue(self._get_queue_name())
    if problem := fault(entry, queue.fifo_queue, queue.maximum_message_size):
        raise SQSException(*problem)
    return original(self)


def size(entry):
    """The bytes of a message: of its body, and of the name, type and value of each attribute."""
    texts, binary = [entry["MessageBody"]], b""
    for name, attribute in (entry.get("MessageAttributes") or {}).items():
        texts += [name, attribute.get("DataType") or "", attribute.get("StringValue") or ""]
        value = attribute.get("BinaryValue") or b""
        binary += value if isinstance(value, (bytes, bytearray)) else str(value).encode()  # boto3 takes a text too
    return len("".join(texts).encode("utf-8", "surrogatepass") + binary)


def fault(entry, is_fifo, largest=MAXIMUM_MESSAGE_LENGTH):
    """(code, message) of a message that SQS rejects; None of one that it accepts.

    entry    its FIELDS
    largest  the queue's MaximumMessageSize, in bytes
    """
    attributes = entry.get("MessageAttributes") or {}
    texts = [entry["MessageBody"], *(attribute.get("StringValue") or "" for attribute in attributes.values())]
    if invalid := next(filter(None, map(FORBIDDEN.search, texts)), None):
        return "InvalidMessageContents", (
            f"Invalid binary character {ascii(invalid[0])} was found in the message body, the set of allowed "
            "characters is #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF")
    if size(entry) > largest:
        return INVALID, f"One or more parameters are invalid. Reason: Message must be shorter than {largest} bytes."
    if len(attributes) > MAX_ENTRIES:
        return INVALID, f"Number of message attributes [{len(attributes)}] exceeds the allowed maximum [{MAX_ENTRIES}]."
    for field in ("MessageGroupId", "MessageDeduplicationId") if is_fifo else ():
        if entry.get(field) and not FIFO_ID.fullmatch(entry[field]):
            return INVALID, f"{field} can only include alphanumeric and punctuation characters. 1 to 128 in length."
    if entry.get("MessageDeduplicationId") and not is_fifo:
        return INVALID, "The request include parameter MessageDeduplicationId that is not valid for this queue type."
    if int(entry.get("DelaySeconds") or 0) < 0:
        return INVALID, (f"Value {entry['DelaySeconds']} for parameter DelaySeconds is invalid. Reason: DelaySeconds "
                         "must be >= 0 and <= 900.")
    return next(filter(None, (attribute_fault(*item) for item in attributes.items())), None)


def attribute_fault(name, attribute):
    """(code, message) of a message attribute that SQS rejects; None of one that it accepts."""
    type_ = attribute.get("DataType") or ""
    kind = type_.partition(".")[0]
    if not ATTRIBUTE.fullmatch(name):
        return INVALID, (f"The message attribute name '{name}' is invalid. Attribute name can contain A-Z, a-z, 0-9, "
                         "underscore (_), hyphen (-), and period (.) characters.")
    value = attribute.get("BinaryValue" if kind == "Binary" else "StringValue")
    if kind in ("String", "Number", "Binary") and not value:
        return INVALID, (f"The message attribute '{name}' must contain a non-empty message attribute value for message "
                         f"attribute type '{type_}'.")
    if kind == "Number" and not NUMBER.fullmatch(value):
        return INVALID, f"Can't cast the value of message (user) attribute '{name}' to a number."
    return None


def checked_batch(operation):
    """A replacement that checks the entries of a request, e.g. of "SendMessageBatch"."""
    def checked(_world, original, self):
        self.sqs_backend.get_queue(self._get_queue_name())  # an absent queue is reported first
        check_entries(operation, [entry.get("Id") or "" for entry in self._get_param("Entries", [])])
        return original(self)
    return checked


def check_entries(operation, ids):
    """Raises SQSException for a batch with no entry, with more than ten, or with invalid or equal ids."""
    if not ids:
        raise SQSException("AWS.SimpleQueueService.EmptyBatchRequest",
                           f"There should be at least one {operation}RequestEntry in the request.")
    if len(ids) > MAX_ENTRIES:
        raise TooManyEntriesInBatchRequest(len(ids))
    for position, id_ in enumerate(ids):
        if not ENTRY_ID.fullmatch(id_):
            raise InvalidBatchEntryId
        if id_ in ids[:position]:
            raise BatchEntryIdsNotDistinct(id_)


def send_message_batch(_world, original, self, queue_name, entries):
    """The replacement of SendMessageBatch: an empty body fails the whole request, a fault() only its entry."""
    for number, entry in enumerate(entries.values(), 1):
        if not entry.get("MessageBody"):
            raise MissingParameter(f"SendMessageBatchRequestEntry.{number}.MessageBody")
    if (total := sum(map(size, entries.values()))) > MAXIMUM_MESSAGE_LENGTH:
        raise BatchRequestTooLong(total)
    queue = self.get_queue(queue_name)
    faults = {key: fault(entry, queue.fifo_queue, queue.maximum_message_size) for key, entry in entries.items()}
    allowed = {key: entry for key, entry in entries.items() if not faults[key]}
    messages, failed = original(self, queue_name, allowed) if allowed else ([], [])
    return messages, failed + [
        {"Id": entries[key]["Id"], "SenderFault": True, "Code": problem[0], "Message": problem[1]}
        for key, problem in sorted(faults.items()) if problem]
