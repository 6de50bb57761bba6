"""One request through the app: the invocations with the same trace, and those that read the messages it sent.

A function with tracing writes the root of its trace into its REPORT. The root goes from a function to those that it
sets off by Invoke, an event or a topic. A queue begins a new trace; X-Ray has the link between the two.
docs.aws.amazon.com/xray/latest/devguide/xray-tracelinking.html
"""
import itertools
import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from watching import following, log_lines
from watching.failed import request_lines
from watching.following import Logged
from watching.functions import Function

WINDOW = timedelta(hours=1)  # after a request, in which the messages that it sent are searched
MOST_TRACES = 1000  # of that hour
TRACES_AT_ONCE = 5  # BatchGetTraces takes no more


class Invocation(NamedTuple):
    """An invocation of the request."""

    function: Function
    stream: str
    request_id: str
    time: int  # ms, of its report or a line


class Trail(NamedTuple):
    """A request through the app."""

    lines: list[Logged]  # oldest first
    roots: set[str]  # of traces; empty without tracing


def trail(logs, xray, functions: list[Function], request_id: str, start: int) -> Trail:
    """The log events of a request (an id or its beginning) and of all that it set off, since `start` (ms)."""
    reports = following.read(logs, functions, start, filterPattern=quoted(request_id))
    invocations = [invocation for invocation in map(invocation_of, reports)
                   if invocation.request_id.startswith(request_id)]
    roots = new_roots = {root for root in (trace_of(event) for _function, event in reports) if root}
    while new_roots:
        reports = [entry for root in sorted(new_roots)
                   for entry in following.read(logs, functions, start, filterPattern=quoted(root))]
        invocations += map(invocation_of, reports)
        times = [event["timestamp"] for _function, event in reports]
        new_roots = linked(xray, roots, min(times)) - roots if times else set()
        roots = roots | new_roots
    return Trail([*lines(logs, invocations)], roots)


def quoted(text: str) -> str:
    """A filter pattern of an exact text."""
    return f'"{text}"'


def invocation_of(entry: Logged) -> Invocation:
    """The Invocation that a log event names; its request id is "" if it names none."""
    function, event = entry
    report = log_lines.report(event["message"])
    request_id = report.request_id if report else log_lines.started(event["message"])
    return Invocation(function, event["logStreamName"], request_id, event["timestamp"])


def trace_of(event: dict) -> str:
    """The root of the trace in a REPORT, or ""."""
    report = log_lines.report(event["message"])
    return report.trace if report else ""


def lines(logs, invocations: Iterable[Invocation]) -> Iterator[Logged]:
    """The log events of invocations, each once, oldest first."""
    logged, seen = [], set()
    for invocation in invocations:
        if invocation.request_id and invocation.request_id not in seen:
            seen.add(invocation.request_id)
            logged += [(invocation.function, event) for event in request_lines(
                logs, invocation.function.log_group, invocation.stream, invocation.request_id, invocation.time)]
    yield from sorted(logged, key=lambda entry: entry[1]["timestamp"])


def linked(xray, roots: set[str], start: int) -> set[str]:
    """The roots of traces that X-Ray links to one of these: of functions that read the messages of their queues."""
    begin = datetime.fromtimestamp(start / 1000, timezone.utc) - timedelta(minutes=1)
    end = min(begin + WINDOW, datetime.now(timezone.utc) + timedelta(minutes=1))
    summaries = (summary["Id"] for page in xray.get_paginator("get_trace_summaries").paginate(
        StartTime=begin, EndTime=end) for summary in page["TraceSummaries"])
    ids = [id_ for id_ in itertools.islice(summaries, MOST_TRACES) if id_ not in roots]
    result = set()
    for at in range(0, len(ids), TRACES_AT_ONCE):
        for trace in xray.batch_get_traces(TraceIds=ids[at:at + TRACES_AT_ONCE])["Traces"]:
            documents = [json.loads(segment["Document"]) for segment in trace["Segments"]]
            links = {link.get("trace_id") for document in documents for link in document.get("links", [])}
            if links & roots:
                result.add(trace["Id"])
    return result
