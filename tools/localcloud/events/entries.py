"""Events of EventBridge: their shape, and which entries PutEvents accepts."""
import uuid
from collections.abc import Iterable

from kit import files
from localcloud.events import stamps
from localcloud.moto.state import ACCOUNT

# PutEvents in botocore's model of 2026, "the total entry size must be less than 1MB", and AWS's
# announcement of 2026-01-29 (it had been 256 KB). By SQS's documentation a megabyte is 1,048,576 bytes.
MAX_BYTES = 1_048_576
MAX_ENTRIES = 10
# docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html; the error's text is ours
MAX_DETAIL_TYPE = 128
_REQUIRED = ("Source", "DetailType", "Detail")


def event(source: str, detail_type: str, detail: dict | str, region: str, now: float,
          resources: Iterable[str] = ()) -> dict:
    """An EventBridge event as a target gets it, its keys in AWS's order. now: seconds since the epoch."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": detail_type,
        "source": source,
        "account": ACCOUNT,
        "time": stamps.seconds(now),
        "region": region,
        "resources": list(resources),
        "detail": detail,
    }


def size(entry: dict) -> int:
    """Bytes of an entry by the rules of eb-putevents.html: 14 for a time, texts as UTF-8."""
    texts = [*map(entry.get, _REQUIRED), *(entry.get("Resources") or [])]
    return sum(len(text.encode()) for text in texts if text) + (14 if entry.get("Time") else 0)


def request_error(entries: list[dict]) -> str | None:
    """The error message of a whole PutEvents call, in AWS's words, or None."""
    if not 0 < len(entries) <= MAX_ENTRIES:
        bound = "less than or equal to 10" if entries else "greater than or equal to 1"
        return ("1 validation error detected: Value '[PutEventsRequestEntry]' at 'entries' failed to satisfy "
                f"constraint: Member must have length {bound}")
    if sum(map(size, entries)) >= MAX_BYTES:
        return "Total size of the entries in the request is over the limit."
    return None


def entry_error(entry: dict) -> dict[str, str] | None:
    """{"ErrorCode", "ErrorMessage"} of an entry of PutEvents that AWS rejects; None of one that it accepts."""
    for field in _REQUIRED:
        if not entry.get(field):
            return _error("InvalidArgument", f"Parameter {field} is not valid. Reason: {field} is a required argument.")
    if len(entry["DetailType"]) > MAX_DETAIL_TYPE:
        return _error("InvalidArgument", "Parameter DetailType is not valid. Reason: DetailType has more than "
                                         f"{MAX_DETAIL_TYPE} characters.")
    if entry["Source"].startswith("aws."):
        return _error("NotAuthorizedForSourceException", "Not authorized for the source.")
    try:
        whole = isinstance(files.strict_json(entry["Detail"]), dict)
    except (ValueError, RecursionError):
        whole = False
    return None if whole else _error("MalformedDetail", "Detail is malformed.")


def _error(code, message):
    """{"ErrorCode": code, "ErrorMessage": message}: a failed entry of PutEvents' response."""
    return {"ErrorCode": code, "ErrorMessage": message}
