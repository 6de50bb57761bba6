"""One failure: its event, if a source has it, its traceback with lines of source, and the log of its request."""
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from incidents import failures, log_lines, queues
from incidents.failures import Failure, Group
from kit.problems import listed, problem
from recipes import function

AROUND = 2  # lines of source before and after a frame's line
BEFORE, AFTER = 15 * 60_000, 60_000  # ms around a failure in which the lines of its request are searched
LINES_MODULE = function.LINES_HANDLER.partition(".")[0]  # of Pareto, around the handler
UNKNOWN = ("Lambda does not log events. With `debug: true` in the infra block, and a deploy, each invocation logs its "
           "event from then on, and `make errors id=...` reads it there")


class Event(NamedTuple):
    """The event of a failed invocation."""

    value: Any
    source: str  # where it was: "FailuresQueue"


def chosen(groups: list[Group], id_: str, name: str) -> Failure:
    """The failure with a request id, or its beginning; the newest one of a group's id. Raises Problems.

    name  of the lambda whose failures the groups are; "": of all
    """
    for group in groups:
        if group.id == id_:
            return group.failures[0]
    matching = {failure.request_id: failure for group in groups for failure in group.failures[::-1]
                if failure.request_id.startswith(id_)}
    if len(matching) == 1:
        return next(iter(matching.values()))
    if matching:
        raise problem("", 0, f"several failures begin with {id_}", f"id= is one of {listed(sorted(matching))}")
    raise problem("", 0, f"no failure{f' of {name}' * bool(name)} of that time has the id {id_!r}",
                  f"{f'without name={name} ' * bool(name)}`make errors` lists them{' all' * bool(name)}, "
                  "`since=7d` those of a longer time")


def request_lines(logs, log_group: str, stream: str, request_id: str, time: int) -> list[dict]:
    """The log events of an invocation, oldest first: from its START, or its initialization, to its REPORT.

    time  ms, of one of them
    """
    entries = sorted(failures.events(logs, log_group, max(0, time - BEFORE), endTime=time + AFTER,
                                     logStreamNames=[stream]), key=lambda event: event["timestamp"])
    lines: list[dict] = []
    current = ""
    for event in entries:
        if starting := log_lines.started(event["message"]):
            current = starting
            lines = lines if starting == request_id else []
        lines.append(event)
        ending = log_lines.report(event["message"])
        if ending and ending.request_id == request_id:
            return lines
        if ending:
            lines = []
    return lines if current == request_id else []


def event(failure: Failure, lines: list[dict], stage_queues: queues.StageQueues, remembered) -> Event | None:
    """The event of a failed invocation, None if it is in no place that is known.

    remembered  request id -> the event that the local cloud has, or None
    """
    if not failure.request_id:
        return None
    for message in stage_queues.peeked(queues.FAILURES):
        record = log_lines.json_object(message["Body"])
        if (record.get("requestContext") or {}).get("requestId") == failure.request_id and "requestPayload" in record:
            return Event(record["requestPayload"], "its message in the failures queue")
    value = remembered(failure.request_id)
    if value is not None:
        return Event(value, "the local cloud's record")
    for line in lines:
        value = log_lines.printed_event(line["message"])
        if value is not None:
            return Event(value, "its log")
    return None


def traceback_lines(failure: Failure, package: str, function) -> Iterator[str]:
    """The traceback: of the app's own frames also the lines of source around them, of others their line of code."""
    for frame in (frame for frame in failure.frames if Path(frame.path).stem != LINES_MODULE):
        address = failures.own_path(frame, package, function)
        yield f"  {address or f'{frame.path}:{frame.line}'}" + (f" in {frame.function}" if frame.function else "")
        source = source_lines(address) if address else []
        if any(text.strip() == frame.code for _line, text in source if _line == frame.line) or not frame.code:
            for line, text in source:
                yield f"  {'>' if line == frame.line else ' '} {line:4} {text}".rstrip()
        else:
            yield f"  >      {frame.code}"
            if source:
                yield "         (the file has changed since)"


def source_lines(address: str) -> list[tuple[int, str]]:
    """[(line, text)] around "lambdas/hello/index.py:12"; [] if the file is not there."""
    path, _colon, line = address.rpartition(":")
    try:
        texts = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
    first, last = max(1, int(line) - AROUND), int(line) + AROUND
    return [(number, text) for number, text in enumerate(texts, 1) if first <= number <= last]
