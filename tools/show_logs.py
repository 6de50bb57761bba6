#!/usr/bin/env python3
"""Prints what a lambda logged, or all of them, newest last.

    show_logs.py build/app.json --name hello [--since 10m] [--follow]
    show_logs.py build/app.json                each line with the name of its lambda
"""
import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from aws import clients, stages
from kit import cli
from kit.problems import Problems, problem

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
AT_ONCE = 8  # log groups that are read side by side
PAUSE = 1.0  # seconds between two looks while following


def seconds(text):
    """"10m" -> 600. Raises Problems."""
    said = re.fullmatch(r"([0-9]{1,6})([smhd])", text)
    if not said:
        raise problem("", 0, f"{text!r} is no time", "a number and a unit: since=30s, 10m, 2h or 1d")
    return int(said[1]) * UNITS[said[2]]


def log_group(functions, app, stage, name):
    """The log group that the function writes to. Raises Problems if the function is not deployed."""
    function = stages.function(app, stage, name)
    try:
        found = functions.get_function_configuration(FunctionName=function)
    except functions.exceptions.ResourceNotFoundException:
        raise stages.undeployed(app, stage, name)
    return found.get("LoggingConfig", {}).get("LogGroup", f"/aws/lambda/{function}")


def events(logs, group, start):
    """The group's events from `start` (milliseconds) on, oldest first; none if nothing was logged ever."""
    try:
        for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group, startTime=start):
            yield from page["events"]
    except logs.exceptions.ResourceNotFoundException:
        return


def groups(functions, app, stage):
    """{lambda: its log group} of all that are deployed. Raises Problems if none is."""
    def group(name):
        try:
            return log_group(functions, app, stage, name)
        except Problems:  # it is not deployed yet
            return None

    with ThreadPoolExecutor(AT_ONCE) as threads:
        named = dict(zip(app["lambdas"], threads.map(group, app["lambdas"])))
    if not any(named.values()):
        raise stages.undeployed(app, stage)
    return {name: group for name, group in named.items() if group}


def lines(event, prefix):
    """"2026-01-31 12:00:00.123 words", in this machine's time; with a prefix each line of a message has both."""
    moment = datetime.fromtimestamp(event["timestamp"] / 1000)
    stamp = f"{moment:%Y-%m-%d %H:%M:%S}.{event['timestamp'] % 1000:03d} {prefix}"
    message = event["message"].rstrip()
    return stamp + (message.replace("\n", f"\n{stamp}") if prefix else message)


def show(logs, sources, start, seen):
    """Prints the events that are not in seen, and adds them to it. -> where to begin the next time

    sources  {what stands before each line, such as the lambda's name: log group}
    A minute is read again each time: events of several instances arrive out of order.
    """
    def read(source):
        return [(event, source[0]) for event in events(logs, source[1], start)]

    with ThreadPoolExecutor(AT_ONCE) as threads:
        logged = [each for events_ in threads.map(read, sources.items()) for each in events_]
    latest = start
    for event, prefix in sorted(logged, key=lambda each: each[0]["timestamp"]):
        latest = max(latest, event["timestamp"] - 60_000)
        if (prefix, event["eventId"]) not in seen:
            seen.add((prefix, event["eventId"]))
            print(lines(event, prefix), flush=True)
    return latest


def silence(logs, sources, args):
    """Problems of lambdas that logged nothing in the time asked for."""
    ever = any(next(iter(events(logs, group, 0)), None) for group in sources.values())
    suffix, name = stages.said(args.stage), f" name={args.name}" if args.name else ""
    if ever:
        return problem("", 0, f"{args.name or 'no lambda'} logged {'nothing' if name else 'anything'} in that time",
                       f"`make logs{name} since=7d{suffix}`")
    return problem("", 0, f"{args.name or 'no lambda'} has {'not ' * bool(name)}run yet",
                   f"`make invoke{name or ' name=' + min(sources).rstrip()}{suffix}`")


@clients.told()
def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("--name", default="", help="the lambda (default: all)")
    parser.add_argument("--since", type=seconds, default="1h", help="30s, 10m, 2h, 1d (default: 1h)")
    parser.add_argument("--follow", action="store_true", help="wait for more, until Ctrl-C")
    args = parser.parse_args(argv)
    app = stages.model(args.app)
    functions = stages.client("lambda", app, args.stage)
    if args.name:
        args.name = stages.lambda_name(app, args.name)
        sources = {"": log_group(functions, app, args.stage, args.name)}
    else:
        named = groups(functions, app, args.stage)
        sources = {f"{name:<{max(map(len, named))}}  ": group for name, group in named.items()}
    logs = stages.client("logs", app, args.stage)
    seen, start = set(), max(0, int((time.time() - args.since) * 1000))
    start = show(logs, sources, start, seen)
    if not seen and not args.follow:
        raise silence(logs, sources, args)
    while args.follow:
        time.sleep(PAUSE)
        start = show(logs, sources, start, seen)


if __name__ == "__main__":
    cli.run(main)
