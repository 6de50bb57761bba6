"""The lines of a log that report a failure, in Lambda's text and JSON formats, and an alarm as a message: for
code/alerts.py."""
import json
import os
import re
import urllib.parse

CODE_FOLDER = re.compile(r"^.*?/(?:var/task|code/[0-9a-f]{32})/")  # of a function on Lambda, and on the local cloud
# As the runtime prints an exception; a handler may print [ERROR] too.
ERROR = re.compile(r"\[ERROR\] ([A-Za-z_][\w.]*)(?:: (.*?))?\n?Traceback \(most recent call last\):(.*)", re.DOTALL)
FRAME = re.compile(r'File "([^"]+)", [lL]ine (\d+)')
REQUEST = re.compile(r"RequestId: ([0-9a-f-]{36})")
START = re.compile(r"START RequestId: ([0-9a-f-]{36})")
TIMEOUT = re.compile(r"([0-9a-f-]{36}) Task timed out after ([\d.]+) seconds")
DURATION = re.compile(r"\tDuration: ([\d.]+) ms")
# What no mail and no message of SNS can have: control characters, and halves of surrogate pairs.
UNPRINTABLE = re.compile(r"[^\n\t -~\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LONGEST_NAME, LONGEST = 200, 1000  # characters; a key of DynamoDB, which has the name, has up to 2,048 bytes


def parsed(text):
    """{"kind", "exception", "text", "at", "request"} of a log event, each a text; None if it reports no failure."""
    if text.startswith("{"):
        try:
            return parsed_json(json.loads(text))
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):  # a handler printed it
            return None
    if match := ERROR.match(text):
        return failure_of("error", match[1], (match[2] or "").partition("\n")[0].strip(), match[3])
    if match := TIMEOUT.search(text):
        return failure_of("timeout", text=f"after {match[2]} seconds", request=match[1])
    if text.startswith("INIT_REPORT"):
        return failure_of("init", text=text.strip())
    request = REQUEST.search(text)
    if match := DURATION.search(text):
        return failure_of("slow", text=f"after {float(match[1]) / 1000:.2f} seconds",
                          request=request[1] if request else "")
    if "Runtime exited" in text:
        why = "it was killed: most often it has too little memory" if "killed" in text else text.strip()
        return failure_of("exit", text=why, request=request[1] if request else "")
    return None


def parsed_json(fields):
    """parsed() of a log event in Lambda's JSON format: of the runtime, or of Lambda itself."""
    record = fields.get("record", {})
    if fields.get("type") == "platform.report":
        is_exit = record.get("errorType", "").startswith("Runtime.")
        kind = "timeout" if record.get("status") == "timeout" else "exit" if is_exit else "slow"
        metrics = record["metrics"]
        is_full = kind == "exit" and metrics.get("maxMemoryUsedMB", 0) >= metrics.get("memorySizeMB", 1)
        text = "it has too little memory" if is_full else f"after {metrics['durationMs'] / 1000:.2f} seconds"
        return failure_of(kind, record.get("errorType", ""), text, "", record["requestId"])
    if fields.get("type") == "platform.initReport":
        return failure_of("init", text=record.get("status", ""))
    if fields.keys() >= {"errorType", "errorMessage", "requestId", "stackTrace"} and "message" not in fields:
        return failure_of("error", fields["errorType"], fields["errorMessage"], "\n".join(fields["stackTrace"]),
                          fields["requestId"])
    return None  # of any other program, or of a logger, which has a message


def failure_of(kind, exception="", text="", trace="", request=""):
    """The fields of parsed(); `at` is the last line of the app in the traceback: "lambdas/orders/index.py:12"."""
    own = [f"{file}:{line}" for path, line in FRAME.findall(trace) if (file := own_file(path, os.environ["PACKAGE"]))]
    return {"kind": kind, "exception": printable(exception, LONGEST_NAME), "text": printable(text, LONGEST),
            "at": own[-1] if own else "", "request": str(request or "")}


def printable(text, longest):
    """The beginning of a text, with ? in place of characters that a message cannot have."""
    return UNPRINTABLE.sub("?", str(text)[:longest])


def own_file(path, package):
    """The file of the app that a function has at a path: "/var/task/orders/index.py" -> "src/orders/index.py" if the
    package is "src/orders"; "" of any other path."""
    above, slash, name = package.rpartition("/")
    inside = CODE_FOLDER.sub("", path)
    return f"{above}{slash}{inside}" if inside.startswith(f"{name}/") else ""


def log_link(failure):
    """The address of the log stream in the console, which encodes its fragment twice, with $ for %."""
    group, stream = (urllib.parse.quote(urllib.parse.quote(failure[part], safe=""), safe="").replace("%", "$")
                     for part in ("group", "stream"))
    return console_link(f"logsV2:log-groups/log-group/{group}/log-events/{stream}$3Fstart$3D{failure['time'] - 60000}")


def console_link(fragment):
    """The address of a page of CloudWatch in the console."""
    region = os.environ["AWS_REGION"]
    host = "console.amazonaws-us-gov.com" if region.startswith("us-gov-") else "console.aws.amazon.com"
    return f"https://{region}.{host}/cloudwatch/home?region={region}#{fragment}"


def alarm_message(alarm):
    """(subject, text, fields) of an alarm; its description says in words what it is about, then has commands."""
    name, reason, stage = alarm["alarmName"], alarm["state"]["reason"], os.environ["STAGE"]
    what, *commands = (alarm["configuration"].get("description") or name).splitlines()
    subject = f"{os.environ['APP']} {stage}: {what}"
    link = "" if stage == "local" else console_link(f"alarmsV2:alarm/{name}")
    lines = [*filter(None, [subject, reason, f"alarm {name}", link]), *([""] if commands else []), *(
        command if stage == "local" else f"{command} stage={stage}" for command in commands)]
    return subject, "\n".join(lines), {"kind": "alarm", "alarm": name, "text": what, "reason": reason}
