#!/usr/bin/env python3
"""Prints what a lambda logged, newest last.

    show_logs.py build/app.json --name hello [--since 10m] [--follow]
"""
import argparse
import re
import time
from datetime import datetime

from kit import cli, cloud, files, stages
from kit.problems import problem

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
PAUSE = 1.0  # seconds between two looks while following


def seconds(text):
    """"10m" -> 600. argparse tells the refusal."""
    said = re.fullmatch(r"(\d+)([smhd])", text)
    if not said:
        raise argparse.ArgumentTypeError(f"{text!r} is no time: say 30s, 10m, 2h or 1d")
    return int(said[1]) * UNITS[said[2]]


def log_group(app, stage, name):
    """The log group that the function writes to. Raises Problems if the function is not deployed."""
    functions = stages.client("lambda", app, stage)
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


def line(event):
    """"2026-01-31 12:00:00.123 words", in this machine's time."""
    moment = datetime.fromtimestamp(event["timestamp"] / 1000)
    return f"{moment:%Y-%m-%d %H:%M:%S}.{event['timestamp'] % 1000:03d} {event['message'].rstrip()}"


def show(logs, group, start, seen):
    """Prints the events that are not in seen, and adds them to it. -> where to begin the next time

    A minute is read again each time: events of several instances arrive out of order.
    """
    latest = start
    for event in sorted(events(logs, group, start), key=lambda event: event["timestamp"]):
        latest = max(latest, event["timestamp"] - 60_000)
        if event["eventId"] not in seen:
            seen.add(event["eventId"])
            print(line(event), flush=True)
    return latest


def silence(logs, group, args):
    """Problems of a lambda that logged nothing in the time asked for."""
    once = next(iter(events(logs, group, 0)), None)
    suffix = stages.said(args.stage)
    if once:
        return problem("", 0, f"{args.name} logged nothing in that time",
                       f"`make logs name={args.name} since=7d{suffix}`")
    return problem("", 0, f"{args.name} has not run yet", f"`make invoke name={args.name}{suffix}`")


@cloud.told()
def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("--name", default="", help="the lambda")
    parser.add_argument("--since", type=seconds, default="1h", help="30s, 10m, 2h, 1d (default: 1h)")
    parser.add_argument("--follow", action="store_true", help="wait for more, until Ctrl-C")
    args = parser.parse_args(argv)
    app = files.read_json(args.app)
    group, logs = log_group(app, args.stage, args.name), stages.client("logs", app, args.stage)
    seen, start = set(), int((time.time() - args.since) * 1000)
    start = show(logs, group, start, seen)
    if not seen and not args.follow:
        raise silence(logs, group, args)
    while args.follow:
        time.sleep(PAUSE)
        start = show(logs, group, start, seen)


if __name__ == "__main__":
    cli.run(main)
