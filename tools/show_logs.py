#!/usr/bin/env python3
"""Prints the log of a lambda, or of all lambdas, newest last.

    show_logs.py build/app.json --name hello [--since 10m] [--follow]
    show_logs.py build/app.json --json         each event as a line of JSON
    show_logs.py build/app.json                all lambdas; each line begins with the lambda's name
"""
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone

from aws import clients, stages
from kit import cli
from kit.problems import Problems, problem

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
AT_ONCE = 8  # log groups that are read in parallel
PAUSE = 1.0  # seconds between two reads while following


def seconds(text):
    """The seconds of a duration: "10m" -> 600. Raises Problems."""
    match = re.fullmatch(r"([0-9]{1,6})([smhd])", text)
    if not match:
        raise problem("", 0, f"{text!r} is not a time", "a number and a unit: since=30s, 10m, 2h or 1d")
    return int(match[1]) * UNITS[match[2]]


def log_group(functions, app, stage, name):
    """The log group that the function writes to. Raises Problems if the function is not deployed."""
    function = stages.function(app, stage, name)
    try:
        configuration = functions.get_function_configuration(FunctionName=function)
    except functions.exceptions.ResourceNotFoundException:
        raise stages.undeployed(app, stage, name)
    return configuration.get("LoggingConfig", {}).get("LogGroup", f"/aws/lambda/{function}")


def events(logs, group, start):
    """The group's events from `start` (milliseconds) on, oldest first; none if the group does not exist."""
    try:
        for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group, startTime=start):
            yield from page["events"]
    except logs.exceptions.ResourceNotFoundException:
        return


def groups(functions, app, stage):
    """{lambda: its log group} of the deployed lambdas. Raises Problems if none is deployed."""
    def group(name):
        try:
            return log_group(functions, app, stage, name)
        except Problems:  # it is not deployed yet
            return None

    with ThreadPoolExecutor(AT_ONCE) as threads:
        log_groups = dict(zip(app["lambdas"], threads.map(group, app["lambdas"])))
    if not any(log_groups.values()):
        raise stages.undeployed(app, stage)
    return {name: group for name, group in log_groups.items() if group}


def lines(event, prefix):
    """"2026-01-31 12:00:00.123 message" in local time; with a prefix every line of the message has time and prefix."""
    moment = datetime.fromtimestamp(event["timestamp"] / 1000)
    stamp = f"{moment:%Y-%m-%d %H:%M:%S}.{event['timestamp'] % 1000:03d} {prefix}"
    message = event["message"].rstrip()
    return stamp + (message.replace("\n", f"\n{stamp}") if prefix else message)


def json_line(event, prefix):
    """One line of JSON: {"time": in UTC, "lambda", "message"}"""
    moment = datetime.fromtimestamp(event["timestamp"] / 1000, timezone.utc)
    return json.dumps({"time": moment.isoformat(timespec="milliseconds"), "lambda": prefix.strip(),
                       "message": event["message"].rstrip()}, ensure_ascii=False)


def show(logs, sources, start, seen, text_of=lines):
    """Print the events that are not in `seen`, and add them to it. -> the start of the next read, in ms

    sources  {prefix of each line, such as the lambda's name: log group}
    text_of  (event, prefix) -> the text of an event
    Each read repeats the last minute: events of several instances arrive out of order.
    """
    def read(source):
        return [(event, source[0]) for event in events(logs, source[1], start)]

    with ThreadPoolExecutor(AT_ONCE) as threads:
        logged = [entry for events_ in threads.map(read, sources.items()) for entry in events_]
    latest = start
    for event, prefix in sorted(logged, key=lambda entry: entry[0]["timestamp"]):
        latest = max(latest, event["timestamp"] - 60_000)
        if (prefix, event["eventId"]) not in seen:
            seen.add((prefix, event["eventId"]))
            print(text_of(event, prefix), flush=True)
    return latest


def silence(logs, sources, args):
    """The Problems of lambdas that logged nothing since args.since."""
    ever = any(next(iter(events(logs, group, 0)), None) for group in sources.values())
    suffix, name = stages.variable(args.stage), f" name={args.name}" if args.name else ""
    if ever:
        return problem("", 0, f"{args.name or 'no lambda'} logged {'nothing' if name else 'anything'} in that time",
                       f"`make logs{name} since=7d{suffix}`")
    return problem("", 0, f"{args.name or 'no lambda'} has {'not ' * bool(name)}run yet",
                   f"`make invoke{name or ' name=' + min(sources).rstrip()}{suffix}`")


@clients.errors_as_problems()
def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("--name", default="", help="the lambda (default: all)")
    parser.add_argument("--since", type=seconds, default="1h", help="30s, 10m, 2h, 1d (default: 1h)")
    parser.add_argument("--follow", action="store_true", help="wait for more, until Ctrl-C")
    cli.add_json(parser)
    args = parser.parse_args(argv)
    app = stages.model(args.app)
    functions = stages.client("lambda", app, args.stage)
    if args.name:
        args.name = stages.lambda_name(app, args.name)
        sources = {args.name if args.json else "": log_group(functions, app, args.stage, args.name)}
    else:
        log_groups = groups(functions, app, args.stage)
        sources = {f"{name:<{max(map(len, log_groups))}}  ": group for name, group in log_groups.items()}
    logs = stages.client("logs", app, args.stage)
    seen, start = set(), max(0, int((time.time() - args.since) * 1000))
    text_of = json_line if args.json else lines
    start = show(logs, sources, start, seen, text_of)
    if not seen and not args.follow:
        raise silence(logs, sources, args)
    while args.follow:
        time.sleep(PAUSE)
        start = show(logs, sources, start, seen, text_of)


if __name__ == "__main__":
    cli.run(main)
