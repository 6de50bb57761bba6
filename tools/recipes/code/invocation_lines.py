"""Prints what Pareto's tools read in the log of each invocation, then calls the handler. In the zip it is
pareto_invocation_lines.py. PARETO_LINES names the lines:

    event   EVENT {...}                                  `debug`, for `make errors id=...`
    trace   TRACE <request id>[ api <id>] <trace> [<trace> ...]     `tracing`, for `make logs request=...`: the id that
            an API's response has, the trace of the invocation, which AWS carries on, and those of its messages' senders
"""
import importlib
import json
import os
import re

LONGEST = 200_000  # characters; CloudWatch Logs takes 1 MB of an event
MOST_SENDERS = 1000  # on a line
ROOT = re.compile(r"Root=(1-[0-9a-f]{8}-[0-9a-f]{24})")

WORD = re.compile(r"[!-~]+")  # a caller may send any event

module, _dot, name = os.environ["PARETO_HANDLER"].rpartition(".")
handle = getattr(importlib.import_module(module), name)
lines = os.environ["PARETO_LINES"].split()


def handler(event, context):
    """Prints the lines; returns what the handler of the lambda returns."""
    if "trace" in lines:
        print_trace(event, context.aws_request_id)
    if "event" in lines:
        text = json.dumps(event)
        log(f"EVENT {text}" if len(text) <= LONGEST else f"EVENT of {len(text)} characters: too long to be logged")
    return handle(event, context)


def log(*words):
    """Prints a line to the log, also if a handler closed or replaced sys.stdout."""
    with open(1, "w", encoding="utf-8", closefd=False) as stdout:
        print(*words, file=stdout)


def print_trace(event, request_id):
    """Prints the trace of the invocation. Lambda's poller of a queue begins a new one: a message has its sender's.

    docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html (_X_AMZN_TRACE_ID),
    docs.aws.amazon.com/xray/latest/devguide/xray-services-sqs.html (AWSTraceHeader)
    """
    records = event.get("Records") if isinstance(event, dict) else None
    attributes = [record["attributes"] for record in records if isinstance(record, dict)
                  and isinstance(record.get("attributes"), dict)] if isinstance(records, list) else []
    request = event.get("requestContext") if isinstance(event, dict) else None
    api_id = request.get("requestId") if isinstance(request, dict) else None
    api = ["api", api_id] if isinstance(api_id, str) and WORD.fullmatch(api_id) else []
    headers = [os.environ.get("_X_AMZN_TRACE_ID", ""), *(names.get("AWSTraceHeader") for names in attributes)]
    roots = [*dict.fromkeys(root[1] for root in map(ROOT.search, map(str, headers)) if root)]
    for at in range(1, max(2, len(roots)), MOST_SENDERS):
        log("TRACE", request_id, *api, *roots[:1], *roots[at:at + MOST_SENDERS])
