"""One request through the app: the invocations with the same trace, and those that got the messages it sent.

A function with `tracing` logs its trace (recipes/code/invocation_lines.py). The trace goes from a function to those
that it sets off by Invoke, an event or a topic. A queue begins a new one; the line of its function has the senders'.
"""
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kit.problems import listed, problem
from watching import failures, following, log_lines
from watching.failed import request_lines
from watching.following import Logged
from watching.functions import Function

IDS_AT_ONCE = 20  # in a filter pattern, which takes 1,024 characters


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


def trail(logs, functions: list[Function], request_id: str, start: int, stage: str, absent: set[str]) -> Trail:
    """The log events of a request and of all that it set off, since `start` (ms).

    request_id  of an invocation or of an API's response, a trace, or the beginning of one of them
    absent      to which the log groups are added that do not exist
    Raises Problems if several ids begin with request_id
    """
    entries = [entry for entry in matching(logs, functions, [request_id], start, stage, absent)
               if any(id_.startswith(request_id) for id_ in ids(entry))]
    begun = sorted({id_ for entry in entries for id_ in ids(entry) if id_.startswith(request_id)} - {""})
    if len(begun) > 1:
        raise problem("", 0, f"several ids begin with {request_id}", f"request= is one of {listed(begun)}")
    invocations, roots, new_roots = [*map(invocation_of, entries)], set[str](), roots_of(entries)
    while new_roots:
        entries = matching(logs, functions, sorted(new_roots), start, stage, absent)
        invocations += map(invocation_of, entries)
        roots |= new_roots
        new_roots = roots_of(entries) - roots
    return Trail([*lines(logs, invocations)], roots)


def of_response(logs, functions: list[Function], id_: str, start: int, stage: str) -> str:
    """The request id of the invocation that made an API response, by its id or the beginning of it, or ""."""
    traces = (log_lines.trace(event["message"]) for _function, event in matching(
        logs, functions, [id_], start, stage, set()))
    return next((trace.request_id for trace in traces if trace and trace.api_request_id.startswith(id_)), "")


def matching(logs, functions: list[Function], ids_: list[str], start: int, stage: str,
             absent: set[str]) -> list[Logged]:
    """The log events that have one of these ids. absent: to which the log groups are added that do not exist"""
    result = []
    for at in range(0, len(ids_), IDS_AT_ONCE):
        some = ids_[at:at + IDS_AT_ONCE]
        pattern = " ".join(f'?"{id_}"' for id_ in some)
        groups = [function.log_group for function in functions if function.log_group not in absent]
        matched = groups if failures.are_few(groups, stage) else failures.matching_streams(
            logs, groups, start, stage, absent, (pattern, "|".join(map(re.escape, some))))
        result += following.read(logs, [function for function in functions if function.log_group in matched], start,
                                 absent, filterPattern=pattern)
    return result


def invocation_of(entry: Logged) -> Invocation:
    """The Invocation that a log event names; its request id is "" if it names none."""
    function, event = entry
    text = event["message"]
    end, trace = log_lines.report(text), log_lines.trace(text)
    request_id = end.request_id if end else trace.request_id if trace else log_lines.started(text)
    return Invocation(function, event["logStreamName"], request_id, event["timestamp"])


def ids(entry: Logged) -> tuple[str, ...]:
    """The ids that a log event gives the request of its invocation."""
    return invocation_of(entry).request_id, *(log_lines.trace(entry[1]["message"]) or ())


def roots_of(entries: list[Logged]) -> set[str]:
    """The traces of the invocations of log events."""
    return {trace.root for trace in (log_lines.trace(event["message"]) for _function, event in entries) if trace}


def lines(logs, invocations: Iterable[Invocation]) -> Iterator[Logged]:
    """The log events of invocations, each once, oldest first."""
    logged, seen = [], set()
    for invocation in invocations:
        if invocation.request_id and invocation.request_id not in seen:
            seen.add(invocation.request_id)
            logged += [(invocation.function, event) for event in request_lines(
                logs, invocation.function.log_group, invocation.stream, invocation.request_id, invocation.time)]
    yield from sorted(logged, key=lambda entry: entry[1]["timestamp"])
