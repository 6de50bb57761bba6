"""The facts about an invocation in one log event, in both of Lambda's log formats. Pure.

docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html; an invocation's own events are START,
REPORT and the runtime's error, in JSON platform.start, platform.report and an object with errorType and stackTrace.
"""
import json
import re
from typing import NamedTuple

START = re.compile(r"START RequestId: (\S+)")
REPORT = re.compile(r"REPORT RequestId: (\S+)\t")
STATUS = re.compile(r"\tStatus: (error|timeout|failure)(?:\s+Error Type: (\S+))?")
MEMORY = re.compile(r"Memory Size: (\d+) MB\tMax Memory Used: (\d+) MB")
TRACE = re.compile(r"\bXRAY TraceId: (1-[0-9a-f]{8}-[0-9a-f]{24})")
ERROR = re.compile(r"\[ERROR\] ([A-Za-z_][\w.]*)(?:: (.*?))?\n?Traceback \(most recent call last\):(.*)", re.DOTALL)
TIMED_OUT = re.compile(r"\S+ (\S+) (Task timed out after \S+ seconds)\s*")
EXITED = re.compile(r"RequestId: (\S+) Error: (Runtime exited .*|.*signal: killed.*|.*exit(?:ed)? .*)")
FRAME = re.compile(r'File "([^"]+)", line (\d+)(?:, in (\S+))?(?:\s*\n(?!\s*File ")\s*([^\n]*))?')
# Of recipes/code/invocation_lines.py and table_events.py: ids are those of recipes/code/write_ids.py.
ROOTS, IDS = r"((?: 1-[0-9a-f]{8}-[0-9a-f]{24})+)", r"((?: [a-z]+:\S+)*)\s*"
PRINTED_TRACE = re.compile(rf"TRACE (\S+)(?: api (\S+))?{ROOTS}{IDS}")
PRINTED_ROWS = re.compile(rf"ROWS{ROOTS}{IDS}")
PRINTED_WRITES = re.compile(rf"WROTE (\S+){ROOTS}{IDS}")
PRINTED_EVENT = re.compile(r"EVENT (\{.*\}|\[.*\])\s*", re.DOTALL)
# Terms of CloudWatch's filter patterns. FAILING finds an event of every failed invocation, and perhaps other lines;
# FRAMING finds the events that say which request failed.
STATUSES = " ".join(f'?"\\"status\\":{space}\\"{status}\\""' for status in ("error", "timeout", "failure")
                    for space in ("", " "))
FAILING = f'?"[ERROR]" ?"Task timed out" ?"Status: error" ?"Status: timeout" ?"errorType" {STATUSES}'
# FAILING as a regular expression of Logs Insights
FAILING_EXPRESSION = (r'\[ERROR\]|Task timed out|Status: (error|timeout)|errorType|'
                      r'"status": ?"(error|timeout|failure)"')
FRAMING = ('?"START RequestId" ?"REPORT RequestId" ?"[ERROR]" ?"Task timed out" ?"RequestId:" ?"errorType" '
           '?"platform.start" ?"platform.report"')


class Frame(NamedTuple):
    """A frame of a traceback."""

    path: str  # as the function's process has it: "/var/task/lambdas/hello/index.py"
    line: int
    function: str  # "handler", or ""
    code: str  # the line of code, or ""


class Error(NamedTuple):
    """An error that the runtime logged."""

    type: str  # "KeyError"
    message: str
    frames: tuple[Frame, ...]
    request_id: str  # "" in the text format, which does not have it


class Report(NamedTuple):
    """The end of an invocation."""

    request_id: str
    status: str  # "", "error", "timeout" or "failure"
    error_type: str  # "Runtime.ExitError", or ""
    is_memory_full: bool
    trace: str  # "1-6925...-...", or ""


def json_object(text: str) -> dict:
    """The object of a JSON text: of a log event, or of a message's body; {} of any other text."""
    try:
        value = json.loads(text) if text.lstrip().startswith("{") else {}
    except (ValueError, RecursionError):
        value = {}
    return value if isinstance(value, dict) else {}


def platform_record(text: str, kind: str) -> dict | None:
    """The record of {"type": "platform.report", "record": {...}}, None of any other log event."""
    entry = json_object(text) if kind in text else {}
    record = entry.get("record")
    return record if entry.get("type") == kind and isinstance(record, dict) else None


def started(text: str) -> str:
    """The request id of a START event, else ""."""
    match, record = START.match(text), platform_record(text, "platform.start")
    return match[1] if match else str((record or {}).get("requestId", ""))


def report(text: str) -> Report | None:
    """The Report of a log event, or None."""
    if match := REPORT.match(text):
        status, memory, trace = STATUS.search(text), MEMORY.search(text), TRACE.search(text)
        return Report(match[1], status[1] if status else "", status[2] or "" if status else "",
                      bool(memory and int(memory[2]) >= int(memory[1])), trace[1] if trace else "")
    record = platform_record(text, "platform.report")
    if record is None:
        return None
    metrics, tracing = record.get("metrics") or {}, record.get("tracing") or {}
    outcome = str(record.get("status", ""))
    try:
        is_full = metrics.get("maxMemoryUsedMB", 0) >= metrics.get("memorySizeMB", 1)
        header = str(tracing.get("value", ""))
    except (AttributeError, TypeError):  # a handler printed it
        return None
    return Report(str(record.get("requestId", "")), "" if outcome == "success" else outcome,
                  str(record.get("errorType") or ""), is_full, root(header))


def root(header: str) -> str:
    """The root of a trace header: "Root=1-6925...;Parent=...;Sampled=1" -> "1-6925...", or ""."""
    match = re.search(r"(?:^|;)\s*Root=(1-[0-9a-f]{8}-[0-9a-f]{24})", header)
    return match[1] if match else ""


def error(text: str) -> Error | None:
    """The Error of a log event of the runtime. None of any other, also of an error that the handler itself logged."""
    text = text.replace("\r", "\n")
    if match := ERROR.match(text):
        return Error(match[1], (match[2] or "").strip(), frames(match[3]), "")
    entry = json_object(text) if '"errorType"' in text else {}
    if not entry.keys() >= {"errorMessage", "requestId", "stackTrace"} or "message" in entry:  # a logger's has one
        return None
    trace = entry["stackTrace"] if isinstance(entry["stackTrace"], list) else []
    return Error(str(entry["errorType"]), str(entry["errorMessage"]), frames("\n".join(map(str, trace))),
                 str(entry["requestId"]))


def frames(text: str) -> tuple[Frame, ...]:
    """The frames of a traceback, the innermost last."""
    return tuple(Frame(path, int(line), function, code.strip()) for path, line, function, code in FRAME.findall(text))


class Trace(NamedTuple):
    """The trace of an invocation."""

    request_id: str
    api_request_id: str  # that the response of an API has, or ""
    root: str  # "1-6925...-..."
    senders: list[str]  # traces of the senders of its messages
    causes: list[str]  # ids of the writes that caused it


def trace(text: str) -> Trace | None:
    """The Trace of a log event: of recipes/code/invocation_lines.py, or of a REPORT of X-Ray. None of any other."""
    if match := PRINTED_TRACE.fullmatch(text):
        root, *senders = match[3].split()
        return Trace(match[1], match[2] or "", root, senders, match[4].split())
    end = report(text)
    return Trace(end.request_id, "", end.trace, [], []) if end and end.trace else None


def printed_event(text: str):
    """The event of a line `EVENT {...}`, which a handler printed, or None. In the JSON format a logger's message."""
    match = PRINTED_EVENT.fullmatch(str(json_object(text).get("message", "")) or text)
    try:
        return json.loads(match[1]) if match else None
    except ValueError:
        return None
