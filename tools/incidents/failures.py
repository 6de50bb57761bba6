"""Failures of invocations, read from the log events of a function, and grouped by error and line."""
import itertools
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from aws import clients
from incidents import insights, log_lines
from incidents.functions import Function
from kit import names
from recipes import code
from recipes.code.failure_lines import own_file

AT_ONCE = 8  # log groups that are read, or queries that run, in parallel
FEW = 20  # log groups that are read one by one, which costs nothing
QUERY = "filter @message like /{}/ | stats count(*) by @log, @logStream | limit 10000"
MOST_STREAMS = 100  # of one FilterLogEvents
LONGEST = 15 * 60_000  # ms of an invocation: its START may be that much older than its failure
REQUEST, BUILD, EXECUTION = "request", "build", "execution"
TIMEOUT, MEMORY, EXIT = "Timeout", "OutOfMemory", "ProcessExit"


class Failure(NamedTuple):
    """A failed invocation, or an initialization that failed before any (request_id ""); a build, or an execution of a
    state machine."""

    name: str  # of the function
    type: str  # "KeyError", or TIMEOUT, MEMORY or EXIT
    message: str
    at: str  # "lambdas/hello/index.py:12": the innermost line of the app's own code, or ""
    request_id: str
    time: int  # ms since the epoch
    stream: str  # the log stream
    log_group: str
    frames: tuple[log_lines.Frame, ...]
    kind: str = REQUEST  # or BUILD, EXECUTION


class Group(NamedTuple):
    """Equal failures, the newest first."""

    id: str  # eight hex digits
    failures: list[Failure]


def events(logs, group: str, start: int, absent: set[str] | None = None, **more) -> Iterator[dict]:
    """The log events of a group from `start` (ms) on, oldest first; none if the group does not exist.

    absent  to which the group is added if it does not exist
    more    of FilterLogEvents: filterPattern, logStreamNames, endTime
    """
    try:
        for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group, startTime=start, **more):
            yield from page["events"]
    except logs.exceptions.ResourceNotFoundException:
        if absent is not None:
            absent.add(group)


def has_log_group(logs, name: str) -> bool:
    """Whether a log group exists."""
    groups = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    return any(group["logGroupName"] == name for group in groups)


def fetch(logs, functions: list[Function], package: str, start: int, stage: str, absent: set[str]) -> list[Failure]:
    """The failures of the functions since `start` (ms), the newest first: first which streams have some, then only
    their events. absent: to which the log groups are added that do not exist"""
    def of_function(function):
        return [*fetch_of_function(logs, function, sorted(streams[function.log_group]), package, start)]

    streams = matching_streams(logs, [function.log_group for function in functions], start, stage, absent,
                               (log_lines.FAILING, log_lines.FAILING_EXPRESSION))
    with ThreadPoolExecutor(AT_ONCE) as threads:
        failing = [function for function in functions if streams.get(function.log_group)]
        failures = [failure for part in threads.map(of_function, failing) for failure in part]
    return sorted(failures, key=lambda failure: (-failure.time, failure.name, failure.request_id))


def are_few(groups: list, stage: str) -> bool:
    """Whether so many log groups are read one by one."""
    return stage == clients.LOCAL or len(groups) <= FEW


def matching_streams(logs, groups: list[str], start: int, stage: str, absent: set[str],
                     search: tuple[str, str]) -> dict[str, set[str]]:
    """{log group: its streams with a text}. AWS allows five FilterLogEvents in a second, so for more than a few log
    groups Logs Insights is used, which reads 50 groups in a query and costs by the bytes that it reads.

    search  the text as a filter pattern, and as a regular expression of Logs Insights
    docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
    """
    def of_group(group):
        return {event["logStreamName"] for event in events(logs, group, start, absent, filterPattern=search[0])}

    def of_groups(some):
        try:
            rows = insights.rows(logs, some, QUERY.format(search[1]), start // 1000)
        except logs.exceptions.ResourceNotFoundException:  # of one of them, which nothing has written to
            return [(group, stream) for group in some for stream in of_group(group)]
        return [(row["@log"].partition(":")[2], row["@logStream"]) for row in rows]

    with ThreadPoolExecutor(AT_ONCE) as threads:
        if are_few(groups, stage):
            return dict(zip(groups, threads.map(of_group, groups)))
        result: dict[str, set[str]] = {}
        most = insights.MOST_GROUPS
        for part in threads.map(of_groups, [groups[at:at + most] for at in range(0, len(groups), most)]):
            for group, stream in part:
                result.setdefault(group, set()).add(stream)
        return result


def fetch_of_function(logs, function: Function, streams: list[str], package: str, start: int) -> Iterator[Failure]:
    """The failures in streams of one function. A text error has no request id: it belongs to the START before it."""
    for at in range(0, len(streams), MOST_STREAMS):
        by_stream: dict[str, list[dict]] = {}
        for event in events(logs, function.log_group, max(0, start - LONGEST), filterPattern=log_lines.FRAMING,
                            logStreamNames=streams[at:at + MOST_STREAMS]):
            by_stream.setdefault(event["logStreamName"], []).append(event)
        for stream, entries in sorted(by_stream.items()):
            entries.sort(key=lambda event: event["timestamp"])
            yield from (failure for failure in of_stream(function, package, stream, entries) if failure.time >= start)


def of_stream(function: Function, package: str, stream: str, entries: list[dict]) -> Iterator[Failure]:
    """The failures in the events of a stream, oldest first: an environment serves one invocation after the other."""
    request_id, error, text, time = "", None, "", 0
    for event in entries:
        message, when = event["message"], event["timestamp"]
        if starting := log_lines.started(message):
            if error and request_id:  # its REPORT is not there
                yield failure(function, package, stream, error, request_id, time)
                error = None
            request_id, text = starting, ""
        elif (report := log_lines.report(message)) and (request_id in ("", report.request_id)):
            if report.status or error and request_id:
                yield failure(function, package, stream, error_of(report, error, text), report.request_id, time or when)
            request_id, error, text, time = "", None, "", 0
        elif logged := log_lines.error(message):
            error, time = logged, when
            request_id = request_id or logged.request_id
        elif match := log_lines.TIMED_OUT.fullmatch(message) or log_lines.EXITED.match(message):
            text, time = match[2], when
    if error or text:
        error = error or log_lines.Error(TIMEOUT if "timed out" in text else EXIT, text, (), "")
        yield failure(function, package, stream, error, request_id, time)


def error_of(report: log_lines.Report, error: log_lines.Error | None, text: str) -> log_lines.Error:
    """The Error of a failed invocation: the runtime's, unless the environment itself ended it.

    text  what Lambda logged about that end
    """
    if report.status == "timeout":
        return log_lines.Error(TIMEOUT, text or "timed out", (), "")
    if report.error_type == "Runtime.OutOfMemory" or report.error_type == "Runtime.ExitError" and (
            report.is_memory_full and "killed" in (text or "killed")):
        return log_lines.Error(MEMORY, text or "out of memory", (), "")
    return error or log_lines.Error(EXIT if report.error_type in ("", "Runtime.ExitError") else report.error_type,
                                    text or "no line of the log has the reason", (), "")


def failure(function: Function, package: str, stream: str, error: log_lines.Error, request_id: str,
            time: int) -> Failure:
    """The Failure of a function's error."""
    own = [own_line for own_line in (own_path(frame, package, function) for frame in error.frames) if own_line]
    return Failure(function.name, error.type, error.message, own[-1] if own else "", request_id, time, stream,
                   function.log_group, error.frames)


def own_path(frame: log_lines.Frame, package: str, function: Function) -> str:
    """"lambdas/hello/index.py:12" of a frame in the app's own code, or in a small function of Pareto's; else "".

    A function is in /var/task on AWS, and in another folder in the local cloud.
    """
    if file := own_file(frame.path, package):
        return f"{file}:{frame.line}"
    if function.is_lambda or os.path.basename(frame.path) != "index.py":
        return ""
    path = source_of_own(frame)
    return f"{path}:{frame.line}" if path else f"index.py:{frame.line}"


def source_of_own(frame: log_lines.Frame) -> str:
    """The file of tools/recipes/code that has the frame's line of code at its line, or ""."""
    for path in sorted(Path(code.__file__).parent.glob("*.py")):
        lines = path.read_text(encoding="utf-8").splitlines()
        if frame.code and frame.line <= len(lines) and lines[frame.line - 1].strip() == frame.code:
            return os.path.relpath(path)
    return ""


def groups(failures: Iterable[Failure]) -> list[Group]:
    """The failures with equal function, error and line together, the group with the newest failure first."""
    def key(failure):
        return failure.name, failure.type, failure.at or failure.message

    newest_first = sorted(failures, key=lambda failure: -failure.time)
    by_key = {at: [*part] for at, part in itertools.groupby(sorted(newest_first, key=key), key)}
    return sorted((Group(names.short_hash(repr(at)), part) for at, part in by_key.items()),
                  key=lambda group: (-group.failures[0].time, group.id))
