"""Prints what Pareto's tools read in the log of each invocation, then calls the handler. In the zip it is
pareto_invocation_lines.py. PARETO_LINES names the lines:

    event   EVENT {...}                                  `debug`, for `make errors id=...`
    trace   TRACE <request id>[ api <id>] <trace> [<trace or id> ...]   `tracing`, for `make logs request=...`: the id
            that an API's response has, the trace of the invocation, which AWS carries on, those of its messages'
            senders, and the ids of the writes that caused it (code/write_ids.py)
            WROTE <request id> <trace> <id> ...     what a call of boto3 wrote
    schedule   in TRACE also the id of an invocation by a schedule that code made
"""
import importlib
import importlib.util
import json
import os
import re
import sys
import time

from recipes.code.write_ids import call_ids, digest, event_ids

LONGEST = 200_000  # characters; CloudWatch Logs takes 1 MB of an event
MOST_IDS = 1000  # on a line
KEYS = '[["pk", "sk"]]'
ENDPOINT = "botocore.endpoint"  # sends the requests of boto3
ROOT = re.compile(r"Root=(1-[0-9a-f]{8}-[0-9a-f]{24})")

WORD = re.compile(r"[!-~]+")  # a caller may send any event

lines = os.environ["PARETO_LINES"].split()
current = []  # [request id, trace] of the invocation


class OnImport:
    """Observes the requests of boto3 once the handler imports it: an import of ours would cost a tenth of a second."""

    def find_spec(self, name, path=None, target=None):
        """The spec of botocore.endpoint, whose module is observed; None of any other module."""
        if name != ENDPOINT:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        sys.meta_path.insert(0, self)  # code may ask for the spec before it imports the module
        loader = vars(spec)["loader"]
        execute = loader.exec_module

        def exec_module(module):
            execute(module)
            if module.__name__ == ENDPOINT and self in sys.meta_path:
                sys.meta_path.remove(self)
                observe(module.Endpoint)
        loader.exec_module = exec_module
        return spec


def observe(endpoint):
    """Makes an Endpoint of botocore print what its requests wrote."""
    make_request = endpoint.make_request

    def observed(self, operation_model, request_dict):
        began = time.time()

        def printed(result):
            print_writes(operation_model, request_dict, result, round((time.time() - began) * 1000))
            return result

        async def awaited(coroutine):
            return printed(await coroutine)
        result = make_request(self, operation_model, request_dict)
        return awaited(result) if hasattr(result, "__await__") else printed(result)  # aiobotocore has a coroutine
    endpoint.make_request = observed


def print_writes(operation_model, request, result, milliseconds):
    """Prints the ids of what a request wrote. milliseconds: that it took"""
    try:
        response, parsed = result
        is_logged = response.status_code < 300 and current
        keys = json.loads(os.environ.get("PARETO_KEYS", KEYS))
        service, operation = operation_model.service_model.service_name, operation_model.name
        ids = call_ids(service, operation, request["body"], parsed, keys, milliseconds) if is_logged else []
        for at in range(0, len(ids), MOST_IDS):
            log("WROTE", *current, *ids[at:at + MOST_IDS])
    except Exception:  # the handler must not fail
        return


def line_of_import(error):
    """", imported at lambdas/orders/index.py:3": the runtime logs only the text of an ImportError, no traceback."""
    root, trace, text = os.environ.get("LAMBDA_TASK_ROOT", "") + "/", error.__traceback__, ""
    while trace:
        path = trace.tb_frame.f_code.co_filename
        text = f", imported at {path[len(root):]}:{trace.tb_lineno}" if path.startswith(root) else text
        trace = trace.tb_next
    return text


if "trace" in lines:
    if ENDPOINT in sys.modules:
        observe(sys.modules[ENDPOINT].Endpoint)
    else:
        sys.meta_path.insert(0, OnImport())
module, _dot, name = os.environ["PARETO_HANDLER"].rpartition(".")
try:
    handle = getattr(importlib.import_module(module), name)
except ImportError as error:
    raise ImportError(f"{error}{line_of_import(error)}") from None


def handler(event, context):
    """Prints the lines; returns what the handler of the lambda returns."""
    if "trace" in lines:
        print_trace(event, context.aws_request_id, getattr(context, "function_name", ""))
    if "event" in lines:
        text = json.dumps(event)
        log(f"EVENT {text}" if len(text) <= LONGEST else f"EVENT of {len(text)} characters: too long to be logged")
    return handle(event, context)


def log(*words):
    """Prints a line to the log, also if a handler closed or replaced sys.stdout."""
    with open(1, "w", encoding="utf-8", closefd=False) as stdout:
        print(*words, file=stdout)


def print_trace(event, request_id, function=""):
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
    causes = [*roots[1:], *cause_ids(event, function)]
    current[:] = [request_id, *roots[:1]] if roots else []
    for at in range(0, max(1, len(causes)), MOST_IDS):
        log("TRACE", request_id, *api, *roots[:1], *causes[at:at + MOST_IDS])


def cause_ids(event, function):
    """[id] of the writes that caused an invocation."""
    try:
        ids = event_ids(event) if isinstance(event, dict) else []
        ids += [f"schedule:{digest([function, event])}"] if "schedule" in lines else []
        return [*filter(WORD.fullmatch, ids)]
    except Exception:  # a caller may send any event
        return []
