"""Invocations that the local cloud recorded: the last event of a function, and failed calls to report."""
import collections
import http.client
import json
import os
import time
from urllib.parse import quote, urlsplit

from aws import clients, errors
from kit import cli, files, names
from kit.problems import Problems, problem

MANUAL = "pareto-invoke"  # in the User-Agent of `make invoke`: localcloud/functions/calls.py
APP = "build/app.json"
PATIENCE = 10  # seconds; a local cloud that hangs would lose the failures that it returns later
REFUSAL = "Exception: Unauthorized"  # with which the function of `groups` answers: API Gateway responds with 401
MOST = 5  # failures, each with a few lines


def response(method, path, door="/_aws/calls"):
    """(status, bytes) of a request to the local cloud, below a door. Raises Problems if it does not answer."""
    address = urlsplit(clients.endpoint())
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=PATIENCE)
    try:
        connection.request(method, f"{door}{path}")
        reply = connection.getresponse()
        return reply.status, reply.read()
    except (OSError, http.client.HTTPException) as error:
        raise errors.silent_cloud(isinstance(error, TimeoutError)) from error
    finally:
        connection.close()


def last_event(name, function):
    """The last event that a lambda received in the local cloud, except from `make invoke`. Raises Problems."""
    status, event = response("GET", f"/{quote(function)}/event")
    if status != 200:
        raise problem("", 0, f"{name} has received no event in the local cloud yet",
                      f"`make invoke name={name}` sends an example")
    return json.loads(event)


def event_of_failed(request_id):
    """The event of a failed call, by its request id; None if the local cloud does not have it (any more)."""
    try:
        status, event = response("GET", f"/requests/{quote(request_id)}/event")
    except Problems:
        return None
    return json.loads(event) if status == 200 else None


def report_failed_calls():
    """Print which calls failed since the last command, each once; nothing if no local cloud answers."""
    try:
        calls = json.loads(response("POST", "/unreported")[1])["calls"]
    except (ValueError, KeyError, TypeError, Problems):
        return
    lambdas = lambda_names()
    failed = [in_project(call) if call["function"] in lambdas else call for call in calls
              if call["function"] in lambdas or call["error"] != REFUSAL]
    if failed:
        cli.say("\n".join(report(failed, lambdas)))


def lambda_names():
    """{function name: lambda}, such as {"demo-local-hello": "hello"}, of the app that was scanned last."""
    try:
        app = files.read_json(APP)
        stack = names.stack(app["name"], clients.LOCAL)
        return {names.function(stack, name, names.stack_number(app, name), names.is_image(app, name)): name
                for name in app["lambdas"]}
    except (Problems, AttributeError, KeyError, TypeError):
        return {}


def in_project(call):
    """A call of a lambda with the paths of its files in the project: a zip has src/lambdas as lambdas."""
    try:
        above = os.path.join(os.path.dirname(files.read_json(APP)["package"]), "")
    except (Problems, KeyError, TypeError):
        return call
    return {**call, "at": above + call["at"] if call["at"] else "", "trace": [
        above + frame for frame in call.get("trace", ())]}


def report(calls, lambdas):
    """[text]: the lines about failed calls, one for equal failures.

    calls    localcloud.functions.calls.Call as dicts, oldest first
    lambdas  lambda_names()
    """
    groups = collections.Counter((call["function"], call["error"], call["at"]) for call in calls)
    latest = {(call["function"], call["error"], call["at"]): call for call in calls}
    lines = [(report_line(lambdas, *key, latest[key]["time"], count),
              [f"    {frame}" for frame in latest[key].get("trace", ())]) for key, count in groups.items()]
    head = f"{len(calls)} {'call' if len(calls) == 1 else 'calls'} failed since the last command:"
    if len(lines) == 1:
        return [f"{head} {lines[0][0]}", *lines[0][1]]
    more = [f"  and {len(lines) - MOST} more: `make logs`"] if len(lines) > MOST else []
    return [head, *(text for summary, trace in lines[:MOST] for text in (f"  {summary}", *trace)), *more]


def report_line(lambdas, function, error, at, moment, count):
    """"readings-add at 12:03: KeyError: 'x' (lambdas/readings/add/index.py:12) — make logs name=readings-add"."""
    name = lambdas.get(function, function)
    repeats = f", {count} times" if count > 1 else ""
    first = (error.splitlines() or [""])[0]
    location = f" ({at})" if at else ""
    logs = f" — make logs name={name}" if function in lambdas else ""
    return f"{name} at {time.strftime('%H:%M', time.localtime(moment))}{repeats}: {first}{location}{logs}"
