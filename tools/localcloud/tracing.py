"""The trace that a thread works for, as X-Ray's header carries it from service to service on AWS.

A request's X-Amzn-Trace-Id, which boto3 sends from a function, reaches the functions that the request causes to run: by
Invoke, an event, a topic. Work for another thread (events/clock.py) takes it along. A message in a queue stores it as
AWSTraceHeader; Lambda's pollers of queues and streams begin a new trace, and so do S3's events and schedules.
docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
"""
import contextlib
import re
import threading
import time
from typing import NamedTuple

ROOT = re.compile(r"Root=(1-[0-9a-f]{8}-[0-9a-f]{24})")


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


def of_invocation(request_id: str, is_active: bool) -> str:
    """The header that a function gets: with the root of the current trace, or a new one made of the request's id."""
    match, digits = ROOT.search(current().header), request_id.replace("-", "")
    root = match[1] if match else f"1-{int(time.time()):08x}-{digits[:24]}"
    return f"Root={root};Parent={digits[-16:]};Sampled={int(is_active)}"


def report_line(header: str) -> str:
    """The part of a REPORT line about the trace, "" if it is not sampled."""
    root = ROOT.search(header)
    if not root or not header.endswith("Sampled=1"):
        return ""
    segment = header.partition("Parent=")[2][:16]
    return f"\t\nXRAY TraceId: {root[1]}\tSegmentId: {segment}\tSampled: true\t"
