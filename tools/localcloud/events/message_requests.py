"""Messages and batches that SQS rejects and moto accepts: empty ones, characters that XML does not have, ids of
entries.

docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html. The replacements have the form
of those of hooks.py.
"""
import re

from moto.sqs.exceptions import (
    BatchEntryIdsNotDistinct,
    InvalidBatchEntryId,
    MissingParameter,
    SQSException,
    TooManyEntriesInBatchRequest,
)

MAX_ENTRIES = 10
ENTRY_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CODE, MESSAGE = "InvalidMessageContents", (
    "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | "
    "#x10000 to #x10FFFF")


def send_message(_world, original, self):
    """The replacement of SendMessage, which rejects an empty body and characters that XML does not have."""
    body = self._get_param("MessageBody")
    if not body:
        raise MissingParameter("MessageBody")
    if FORBIDDEN.search(body):
        raise SQSException(CODE, MESSAGE)
    return original(self)


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
    """The replacement of SendMessageBatch: an empty body fails the request, a forbidden character its entry."""
    for number, entry in enumerate(entries.values(), 1):
        if not entry.get("MessageBody"):
            raise MissingParameter(f"SendMessageBatchRequestEntry.{number}.MessageBody")
    forbidden = {key for key, entry in entries.items() if FORBIDDEN.search(entry["MessageBody"])}
    allowed = {key: entry for key, entry in entries.items() if key not in forbidden}
    messages, failed = original(self, queue_name, allowed) if allowed else ([], [])
    return messages, failed + [{"Id": entries[key]["Id"], "SenderFault": True, "Code": CODE, "Message": MESSAGE}
                               for key in sorted(forbidden)]
