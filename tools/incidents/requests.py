"""One request through the app: the invocations with the same trace, and those that got the messages it sent, or that
its writes caused.

A function with `tracing` logs its trace (recipes/code/invocation_lines.py). The trace goes from a function to those
that it invokes itself, by an event or a topic. A queue begins a new one; the line of its function has the senders'.
A table, a bucket, a stream and a schedule begin one too: links.py finds it by what was written.
"""
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from incidents import failures, following, links, log_lines
from incidents.failed import request_lines
from incidents.following import Logged
from incidents.functions import Function
from kit.problems import listed, problem

IDS_AT_ONCE = 20  # in a filter pattern, which takes 1,024 characters
MOST_IDS = 1000  # of a request's traces and writes


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
    is_whole: bool  # whether no write may have caused more, as far as the writes are known


def trail(logs, functions: list[Function], request_id: str, start: int, stage: str, absent: set[str]) -> Trail:
    """The log events of a request and of all that it caused, since `start` (ms).

    request_id  of an invocation or of an API's response, a trace, or the beginning of one of them
    absent      to which the log groups are added that do not exist
    Raises Problems if several ids begin with request_id
    """
    entries = [entry for entry in matching(logs, functions, [request_id], start, stage, absent)
               if any(id_.startswith(request_id) for id_ in ids(entry))]
    begun = sorted({id_ for entry in entries for id_ in ids(entry) if id_.startswith(request_id)} - {""})
    if len(begun) > 1:
        raise problem("", 0, f"several ids begin with {request_id}", f"request= is one of {listed(begun)}")
    logged = {key(entry): entry for entry in entries}
    roots, searched, is_whole = roots_of(entries), set[str](), True
    while (new := sorted((roots | links.ids(logged.values(), roots)) - searched)[:MOST_IDS - len(searched)]):
        logged |= {key(entry): entry for entry in matching(logs, functions, new, start, stage, absent)}
        searched |= {*new}
        caused, is_doubted = links.followed(logged.values(), roots)
        roots |= caused | {trace.root for trace in traces(logged.values()) if roots & {trace.root, *trace.senders}}
        is_whole = not is_doubted and len(searched) < MOST_IDS
    invocations = map(invocation_of, [*entries, *(entry for entry in logged.values() if roots_of([entry]) & roots)])
    return Trail([*lines(logs, invocations)], roots, is_whole)


def key(entry: Logged) -> tuple:
    """The key of a log event, which no other has."""
    function, event = entry
    return function.log_group, event["logStreamName"], event["timestamp"], event["message"]


def of_response(logs, functions: list[Function], id_: str, start: int, stage: str) -> str:
    """The request id of the invocation that made an API response, by its id or the beginning of it, or ""."""
    candidates = traces(matching(logs, functions, [id_], start, stage, set()))
    return next((trace.request_id for trace in candidates if trace.api_request_id.startswith(id_)), "")


def matching(logs, functions: list[Function], ids_: list[str], start: int, stage: str,
             absent: set[str]) -> list[Logged]:
    """The log events that have one of these ids. absent: to which the log groups are added that do not exist"""
    result = []
    for at in range(0, len(ids_), IDS_AT_ONCE):
        batch = ids_[at:at + IDS_AT_ONCE]
        pattern = " ".join(f'?"{id_}"' for id_ in batch)
        groups = [function.log_group for function in functions if function.log_group not in absent]
        matched = groups if failures.are_few(groups, stage) else failures.matching_streams(
            logs, groups, start, stage, absent, (pattern, "|".join(map(re.escape, batch))))
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
    trace = log_lines.trace(entry[1]["message"])
    return invocation_of(entry).request_id, *((trace.request_id, trace.api_request_id, trace.root) if trace else ())


def traces(entries: Iterable[Logged]) -> Iterator[log_lines.Trace]:
    """Yields the traces that log events name."""
    yield from filter(None, (log_lines.trace(event["message"]) for _function, event in entries))


def roots_of(entries: list[Logged]) -> set[str]:
    """The traces of the invocations of log events."""
    return {trace.root for trace in traces(entries)}


def lines(logs, invocations: Iterable[Invocation]) -> Iterator[Logged]:
    """The log events of invocations, each once, oldest first."""
    logged, seen = [], set()
    for invocation in invocations:
        if invocation.request_id and invocation.request_id not in seen:
            seen.add(invocation.request_id)
            logged += [(invocation.function, event) for event in request_lines(
                logs, invocation.function.log_group, invocation.stream, invocation.request_id, invocation.time)]
    yield from sorted(logged, key=lambda entry: entry[1]["timestamp"])
