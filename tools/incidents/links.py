"""Which invocations the writes of a request caused, where AWS carries no trace: recipes/code/write_ids.py has the ids.

The id of an object's or a record's write is its own. A row and a schedule have the id of each write of the same keys,
or of the same event, so the time decides too: an invocation is followed only if no other request can have caused it.
"""
import datetime
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from zoneinfo import ZoneInfo

from incidents import log_lines
from incidents.following import Logged

UNKNOWN = "unknown:"
ALWAYS = float("-inf"), float("inf")
# ms: a stream's record has the second that had begun, and clocks may differ a little. A schedule runs within the minute
# of its time, and its function may start slowly.
ROW_BEFORE, ROW_AFTER, SCHEDULE_BEFORE, SCHEDULE_AFTER = 1_300, 300, 1_000, 90_000


class Write(NamedTuple):
    """A write that a lambda logged."""

    root: str  # of the trace of its invocation
    id: str  # "row:0a1b...", as Cause has it
    begin: float  # ms, when what it causes may begin
    end: float


class Cause(NamedTuple):
    """The write that caused an invocation."""

    root: str  # of the trace of the invocation
    id: str
    time: float  # ms; of a row the second of the change, else that of the log event
    number: str  # which of the changes of the same row, or runs of equal schedules


def followed(logged: Iterable[Logged], roots: set[str]) -> tuple[set[str], bool]:
    """(roots of the invocations that writes of these traces certainly caused, whether they may have caused more)."""
    causes: dict[str, list[Cause]] = {}
    for cause in (cause for entry in logged for cause in causes_of(entry)):
        causes.setdefault(cause.id, []).append(cause)
    writes: dict[str, list[Write]] = {}
    for write in (write for entry in logged for write in writes_of(entry)):
        writes.setdefault(write.id, []).append(write)
    certain = set()
    doubted = any(write.root in roots for id_, of_id in writes.items() if id_.startswith(UNKNOWN) for write in of_id)
    for id_ in causes.keys() & writes.keys():
        for cause in causes[id_]:
            near = [write for write in writes[id_] if write.begin <= cause.time <= write.end]
            begin, end = min((write.begin for write in near), default=0), max((write.end for write in near), default=0)
            numbers = {start.number for start in causes[id_] if begin <= start.time <= end}
            own = [write for write in near if write.root in roots]
            if own and len(own) == len(near) >= len(numbers):
                certain.add(cause.root)
            doubted |= bool(own) and cause.root not in certain
    return certain, doubted


def ids(logged: Iterable[Logged], roots: set[str]) -> set[str]:
    """The ids of the writes whose trace has one of these roots; writes without a known id are left out."""
    return {write.id for entry in logged for write in writes_of(entry)
            if write.root in roots and not write.id.startswith(UNKNOWN)}


def writes_of(entry: Logged) -> Iterator[Write]:
    """Yields the writes that a log event names."""
    match = log_lines.PRINTED_WRITES.fullmatch(entry[1]["message"])
    root, texts = (match[2].split()[0], match[3].split()) if match else ("", [])
    for text in texts:
        kind, digest, *more = text.split(":", 4)
        try:
            yield Write(root, f"{kind}:{digest}", *times(kind, more, entry[1]["timestamp"]))
        except (ValueError, LookupError, OverflowError):  # a handler printed it
            return


def times(kind: str, more: list[str], time: float) -> tuple[float, float]:
    """The moments (ms) between which the effect of a write begins. more: what its id has after the digest; time: of
    its log event. Raises ValueError, LookupError or OverflowError for what Pareto does not print."""
    if kind == "row":
        return time - int(more[0]) - ROW_BEFORE, time + ROW_AFTER
    if kind != "schedule":
        return ALWAYS
    minutes, zone, expression = more
    due = datetime.datetime.fromisoformat(re.sub(r"^at\(|\)$", "", expression)).replace(tzinfo=ZoneInfo(zone))
    return due.timestamp() * 1000 - SCHEDULE_BEFORE, due.timestamp() * 1000 + int(minutes) * 60_000 + SCHEDULE_AFTER


def causes_of(entry: Logged) -> Iterator[Cause]:
    """Yields the writes that caused an invocation, as a log event of it names them, or one of the tables' function."""
    text, time = entry[1]["message"], entry[1]["timestamp"]
    trace, rows = log_lines.trace(text), log_lines.PRINTED_ROWS.fullmatch(text)
    root, request = (trace.root, trace.request_id) if trace else (rows[1].split()[0], "") if rows else ("", "")
    for id_ in trace.causes if trace else rows[2].split() if rows else ():
        kind, digest, *row = id_.split(":")
        if kind != "row":
            yield Cause(root, f"{kind}:{digest}", time, request if kind == "schedule" else "")
        elif len(row) == 2 and row[0].isdigit():
            yield Cause(root, f"{kind}:{digest}", int(row[0]) * 1000, row[1])
