"""The trace that a thread works for, as X-Ray's header carries it from service to service on AWS.

A request's X-Amzn-Trace-Id, which boto3 sends from a function, reaches the functions that the request causes to run: by
Invoke, an event, a topic. Work for another thread (events/clock.py) takes it along. A message in a queue stores it as
AWSTraceHeader; Lambda's pollers of queues and streams begin a new trace, and so do S3's events and schedules.
docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader

The part Lineage counts the invocations of each function: "Lineage=a87bd80c:1|68fd508a:5" (functions/recursion.py).
"""
import contextlib
import hashlib
import re
import threading
import time
from typing import NamedTuple
from urllib.parse import unquote

ROOT = re.compile(r"Root=(1-[0-9a-f]{8}-[0-9a-f]{24})")
LINEAGE = re.compile(r";?Lineage=([^;]*)")


class Trace(NamedTuple):
    """What is carried."""

    header: str = ""  # "Root=1-...;Parent=...;Sampled=1", or ""
    request_id: str = ""  # of an asynchronous invocation: its retries have the same one
    s3_request: str = ""  # the id of a request of S3, which its response and its events have


_thread = threading.local()


def current() -> Trace:
    """The trace of this thread."""
    return getattr(_thread, "trace", Trace())


@contextlib.contextmanager
def carried(trace: Trace):
    """The thread works for this trace meanwhile."""
    before, _thread.trace = current(), trace
    try:
        yield
    finally:
        _thread.trace = before


def of_invocation(request_id: str, is_active: bool, function_arn: str) -> str:
    """The header that a function gets: with the root of the current trace, or a new one made of the request's id."""
    match, digits, counts = ROOT.search(current().header), request_id.replace("-", ""), lineage(current().header)
    root = match[1] if match else f"1-{int(time.time()):08x}-{digits[:24]}"
    counts[in_lineage(function_arn)] = counts.get(in_lineage(function_arn), 0) + 1
    return f"Root={root};Parent={digits[-16:]};Sampled={int(is_active)};{lineage_part(counts)}"


def in_lineage(function_arn: str) -> str:
    """How a function is named in the part Lineage of a header."""
    return hashlib.sha256(function_arn.encode()).hexdigest()[:8]


def lineage(*headers: str) -> dict:
    """{name of a function: its invocations} of headers; of several the largest numbers. boto3 quotes a header."""
    counts: dict[str, int] = {}
    for header in headers:
        match = LINEAGE.search(unquote(header))
        for name, _colon, count in (part.partition(":") for part in match[1].split("|")) if match else ():
            counts[name] = max(counts.get(name, 0), int(count) if count.isdecimal() else 0)
    return counts


def lineage_part(counts: dict) -> str:
    """The part of a header that lineage() reads."""
    return "Lineage=" + "|".join(f"{name}:{count}" for name, count in counts.items())


def without_lineage(header: str) -> str:
    """The header as services pass it on that have no part in the detection of loops."""
    return LINEAGE.sub("", header)


def invocations_in_chain(function_arn: str) -> int:
    """How often a function was invoked in the current chain of requests."""
    return lineage(current().header).get(in_lineage(function_arn), 0)


def report_line(header: str) -> str:
    """The part of a REPORT line about the trace, "" if it is not sampled."""
    root = ROOT.search(header)
    if not root or "Sampled=1" not in header:
        return ""
    segment = header.partition("Parent=")[2][:16]
    return f"\t\nXRAY TraceId: {root[1]}\tSegmentId: {segment}\tSampled: true\t"
