"""The log events of an invocation, in Lambda's own words and tabs."""
import itertools
import json
import platform
import time

from moto.logs.models import logs_backends

from localcloud import tracing
from localcloud.authorization import role_checks
from localcloud.moto.state import ACCOUNT, LOCK

TAIL = 4096  # bytes that LogType=Tail returns


def report(program, request_id, outcome, trace):
    """The REPORT line of an invocation, as Lambda writes it: times in ms, sizes in MB. trace: its X-Ray header."""
    fields = [f"REPORT RequestId: {request_id}", f"Duration: {outcome.duration:.2f} ms",
              f"Billed Duration: {int(outcome.duration + (outcome.init or 0)) + 1} ms",
              f"Memory Size: {program.memory} MB", f"Max Memory Used: {outcome.memory} MB"]
    if outcome.init is not None:
        fields.append(f"Init Duration: {outcome.init:.2f} ms")
    if outcome.kind:
        fields.append("Status: timeout" if outcome.kind == "timeout" else f"Status: error\tError Type: {outcome.kind}")
    return "\t".join(fields) + tracing.report_line(trace)


def events(program, request_id, outcome, trace):
    """[(unix ms, text)]: all lines of an invocation in the order of time, which PutLogEvents requires."""
    lines = (json_lines if program.log_format == "JSON" else text_lines)(program, request_id, outcome, trace)
    times = itertools.accumulate((when for when, _text in lines), max)
    return [(when, text) for when, (_when, text) in zip(times, lines)]


def json_lines(program, request_id, outcome, trace):
    """The lines of an invocation in the JSON format, of the system level INFO; the handler's are its runtime's.

    docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html and telemetry-schema-reference.html
    """
    now = int(time.time() * 1000)
    start = now - int(outcome.duration)
    metrics = {"durationMs": round(outcome.duration, 2),
               "billedDurationMs": int(outcome.duration + (outcome.init or 0)) + 1,
               "memorySizeMB": program.memory, "maxMemoryUsedMB": outcome.memory,
               **({} if outcome.init is None else {"initDurationMs": round(outcome.init, 2)})}
    status = "timeout" if outcome.kind == "timeout" else "error" if outcome.error else "success"
    result = {"requestId": request_id, "metrics": metrics, "status": status,
              **({"errorType": outcome.kind} if outcome.kind not in ("", "timeout") else {}),
              **({"tracing": {"type": "X-Amzn-Trace-Id", "value": trace}} if tracing.report_line(trace) else {})}
    init = {"initializationType": "on-demand", "phase": "init", "functionName": program.name,
            "functionVersion": program.version, "runtimeVersion": f"python:{platform.python_version()}"}
    return [*([] if outcome.init is None else [platform_line(start, "initStart", init)]), *outcome.early,
            platform_line(start, "start", {"requestId": request_id, "version": program.version}), *outcome.lines,
            platform_line(now, "report", result)]


def platform_line(when, type_, record):
    """(unix ms, text) of a line of Lambda itself in the JSON format."""
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(when / 1000)) + f".{when % 1000:03d}Z"
    return when, json.dumps({"time": stamp, "type": f"platform.{type_}", "record": record})


def text_lines(program, request_id, outcome, trace):
    """The lines of an invocation in the text format."""
    now = int(time.time() * 1000)
    start = now - int(outcome.duration)
    first = f"START RequestId: {request_id} Version: {program.version}"
    lines = [*outcome.early, (start, first), *outcome.lines]
    if outcome.kind == "timeout":
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now / 1000)) + f".{now % 1000:03d}Z"
        lines.append((now, f"{stamp} {request_id} Task timed out after {program.timeout:.2f} seconds"))
    elif outcome.kind == "Runtime.ExitError":
        lines.append((now, json.loads(outcome.payload)["errorMessage"]))
    if outcome.init is not None:
        version = platform.python_version()
        arn = f"arn:aws:lambda:{program.region}::runtime:local"
        lines.insert(0, (start, f"INIT_START Runtime Version: python:{version}\tRuntime Version ARN: {arn}"))
    return [*lines, (now, f"END RequestId: {request_id}"), (now, report(program, request_id, outcome, trace))]


def tail(lines):
    """The end of the log, which Invoke with LogType=Tail returns."""
    text = "".join(f"{line}\n" for _time, line in lines if not line.startswith("INIT_START"))
    return text.encode()[-TAIL:].decode("utf-8", "ignore")


def write(program, stream, lines):
    """Writes into moto's logs; creates group and stream if necessary: a redeploy may have deleted them. What the role
    of the function denies is not written."""
    entries = [{"timestamp": when, "message": text} for when, text in lines]
    with LOCK:
        backend = logs_backends[ACCOUNT][program.region]
        groups = backend.groups
        arn = f"arn:aws:logs:{program.region}:{ACCOUNT}:log-group:{program.log_group}"
        needed = [("logs:CreateLogGroup", arn)] if program.log_group not in groups else []
        if needed or stream not in groups[program.log_group].streams:
            needed.append(("logs:CreateLogStream", f"{arn}:log-stream:{stream}"))
        if not all(role_checks.allows(program.role, program.name, *permission)
                   for permission in [*needed, ("logs:PutLogEvents", f"{arn}:log-stream:{stream}")]):
            return
        backend.ensure_log_group(program.log_group)
        backend.ensure_log_stream(program.log_group, stream)
        backend.put_log_events(program.log_group, stream, entries)
