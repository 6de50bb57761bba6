"""What the local cloud remembers of the calls of functions: the last event of one, and failures to tell a person."""
import collections
import http.client
import json
import time
from urllib.parse import quote, urlsplit

from aws import clients
from kit import cli, files, names
from kit.problems import Problems, problem

MANUAL = "pareto-invoke"  # in the User-Agent of `make invoke`: localcloud/functions/calls.py
APP = "build/app.json"
PATIENCE = 10  # seconds, which only a cloud that hangs needs: what it told meanwhile would be lost
MOST = 5  # failures, each with a few lines


def answer(method, path):
    """(status, bytes) of the local cloud's door to its calls. Raises OSError or HTTPException, and Problems."""
    place = urlsplit(clients.endpoint())
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=PATIENCE)
    try:
        connection.request(method, f"/_aws/calls{path}")
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def last_event(name, function):
    """The last event that a lambda got on the local cloud, but for those of `make invoke`. Raises Problems."""
    try:
        status, event = answer("GET", f"/{quote(function)}/event")
    except (OSError, http.client.HTTPException):
        raise problem("", 0, "the local cloud does not answer", "`make local` starts it")
    if status != 200:
        raise problem("", 0, f"{name} got no event on the local cloud yet",
                      f"`make invoke name={name}` sends an example")
    return json.loads(event)


def tell_failures():
    """Says which calls failed since the last command, each once; nothing where no local cloud answers."""
    try:
        calls = json.loads(answer("POST", "/untold")[1])["calls"]
    except (OSError, ValueError, KeyError, TypeError, http.client.HTTPException, Problems):
        return
    if calls:
        cli.say("\n".join(words(calls, lambdas())))


def lambdas():
    """{"demo-local-hello": "hello"}: the functions of the app that was scanned last."""
    try:
        app = files.read_json(APP)
        stack = names.stack(app["name"], clients.LOCAL)
        return {names.function(stack, name, names.stack_number(app, name)): name for name in app["lambdas"]}
    except (Problems, AttributeError, KeyError, TypeError):
        return {}


def words(calls, named):
    """The lines that tell of failures; equal ones are one line.

    calls  localcloud.calls.Call as dicts, oldest first; named  lambdas()
    """
    groups = collections.Counter((call["function"], call["error"], call["at"]) for call in calls)
    latest = {(call["function"], call["error"], call["at"]): call for call in calls}
    lines = [(line(named, *key, latest[key]["time"], count), [f"    {frame}" for frame in latest[key].get("trace", ())])
             for key, count in groups.items()]
    head = f"{len(calls)} {'call' if len(calls) == 1 else 'calls'} failed since the last command:"
    if len(lines) == 1:
        return [f"{head} {lines[0][0]}", *lines[0][1]]
    more = [f"  and {len(lines) - MOST} more: `make logs`"] if len(lines) > MOST else []
    return [head, *(text for summary, trace in lines[:MOST] for text in (f"  {summary}", *trace)), *more]


def line(named, function, error, at, moment, count):
    """"readings-add at 12:03: KeyError: 'x' (lambdas/readings/add/index.py:12) — make logs name=readings-add"."""
    name = named.get(function, function)
    often = f", {count} times" if count > 1 else ""
    first = (error.splitlines() or [""])[0]
    where = f" ({at})" if at else ""
    logs = f" — make logs name={name}" if function in named else ""
    return f"{name} at {time.strftime('%H:%M', time.localtime(moment))}{often}: {first}{where}{logs}"
