"""The recorded calls of functions, and their HTTP address. In memory only: lost when the local cloud stops.

    GET  /_aws/calls                    {"calls": [Call, ...]}: the last ones, newest first
    POST /_aws/calls/unreported         {"calls": [Call, ...]}: those that failed, each returned once
    GET  /_aws/calls/<function>/event   the last event of a function that `make invoke` did not send
    GET  /_aws/calls/requests/<id>/event   the event of a failed call, by its request id
"""
import collections
import json
import os
import re
import threading
import time
from typing import NamedTuple
from urllib.parse import unquote

from aws import errors
from localcloud import json_responses

MANUAL = "pareto-invoke"  # in the User-Agent of `make invoke`, whose failures its caller sees at once
MAX_CALLS = 200  # calls that are remembered, and failures that are not reported yet
MAX_EVENT_BYTES = 32 << 20  # of all events that are remembered
MAX_CODE = 120  # characters of a frame's line of code
MAX_MESSAGE = 500  # characters of an error's message
EVENT = re.compile(r"/_aws/calls/(requests/[^/]+|[^/]+)/event")
FRAME = re.compile(r'File "([^"]+)", line (\d+)(?:, in (\S+))?\s*(.*)')
OF_PARETO = "/pareto_invocation_lines.py"  # calls the handler where `debug` or `tracing` is set
FRAMES = 3  # that are remembered of a failure, the innermost ones

_lock = threading.Lock()
_calls = collections.deque(maxlen=MAX_CALLS)
_unreported = collections.deque(maxlen=MAX_CALLS)
_events = collections.OrderedDict()  # {name of a function, or "requests/<id>" of a failed call: bytes}, oldest first


class Call(NamedTuple):
    """One call. An error that no handler raised, such as a response that API Gateway cannot read, is one too."""

    function: str
    time: float  # seconds since the epoch, when it began
    milliseconds: int
    error: str  # "KeyError: 'x'", or "" for a call that went well
    at: str  # "lambdas/hello/index.py:12": the innermost line of the function's own code, or ""
    request_id: str
    trace: tuple = ()  # the last frames of the function's own code: "lambdas/hello/index.py:12 in handler: x()"


def record_call(function, payload, response, began, folder, manual):
    """Remembers a finished call.

    response  registry.Response; began: seconds since the epoch; folder: that of the code, "" if nothing ran
    manual    whether `make invoke` made it
    """
    error, at, trace = failure(response.payload, folder) if response.error else ("", "", ())
    spent = int((time.time() - began) * 1000)
    call = Call(function.function_name, began, spent, error, at, response.request_id, trace)
    with _lock:
        _calls.append(call)
        if error and not manual:
            _unreported.append(call)
        if error:
            _remember(f"requests/{response.request_id}", payload)
        if not manual:
            _remember(function.function_name, payload)


def record_failure(name, message):
    """Remembers that a call failed though the function did not. name: the function's; message: why."""
    call = Call(name, time.time(), 0, message[:MAX_MESSAGE], "", "")
    with _lock:
        _calls.append(call)
        _unreported.append(call)


def _remember(name, payload):
    """Remembers the event of a function or a failed call; drops the oldest beyond MAX_EVENT_BYTES. Under the lock."""
    _events.pop(name, None)
    _events[name] = payload.encode() if isinstance(payload, str) else payload
    while sum(map(len, _events.values())) > MAX_EVENT_BYTES:
        _events.popitem(last=False)


def failure(payload, folder):
    """("KeyError: 'x'", "lambdas/hello/index.py:12", trace) of the payload of a failed function; see Call."""
    try:
        error = json.loads(payload)
    except (ValueError, RecursionError):
        error = None
    error = error if isinstance(error, dict) else {}
    message = errors.of_function(error.get("errorType"), error.get("errorMessage"))
    own = [(f"{os.path.relpath(frame[1], folder)}:{frame[2]}", frame) for frame in map(FRAME.search, _frames(error))
           if frame and folder and frame[1].startswith(os.path.join(folder, "")) and not frame[1].endswith(OF_PARETO)]
    trace = tuple(at + (f" in {frame[3]}" if frame[3] else "") + (f": {frame[4][:MAX_CODE]}" if frame[4] else "")
                  for at, frame in own[-FRAMES:])
    return message, own[-1][0] if own else "", trace


def _frames(error):
    """[text]: the lines of a stack trace; a handler may have put other values there."""
    frames = error.get("stackTrace")
    return [frame for frame in frames if isinstance(frame, str)] if isinstance(frames, list) else []


def recent():
    """[Call]: the recorded calls, newest first."""
    with _lock:
        return [*_calls][::-1]


def take_unreported():
    """Failures that were not reported before, oldest first; from now on they count as reported."""
    with _lock:
        failures = [*_unreported]
        _unreported.clear()
    return failures


def response(path, environ):
    """(status, headers, bytes) of a request below /_aws/calls."""
    method, of_event = environ["REQUEST_METHOD"], EVENT.fullmatch(path)
    if (method, path) == ("GET", "/_aws/calls"):
        return _json(recent())
    if (method, path) == ("POST", "/_aws/calls/unreported"):
        return _json(take_unreported())
    if of_event and method == "GET":
        with _lock:
            event = _events.get(unquote(of_event[1]))
        return (404, [("Content-Type", "text/plain")], b"no event is remembered\n") if event is None else \
            (200, [("Content-Type", "application/json")], event)
    return 404, [("Content-Type", "text/plain")], b"GET /_aws/calls, POST /_aws/calls/unreported\n"


def _json(calls):
    """(status, headers, bytes) of {"calls": [call as a dict]}."""
    return json_responses.response({"calls": [call._asdict() for call in calls]})
