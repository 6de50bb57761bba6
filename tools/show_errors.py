#!/usr/bin/env python3
"""The failures of a stage's invocations, builds and executions of state machines, grouped by error and line, or one of
them with its event.

    show_errors.py build/app.json --since 1d [--name hello]
    show_errors.py build/app.json --id 6f1c9d2e        its event, traceback and log; the event also as a file
    show_errors.py build/app.json --id 6f1c9d2e --test and a test that replays the event
"""
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from aws import clients, local_calls, stacks, stages
from incidents import builds, executions, failed, failures, functions, queues, replay_test, requests
from kit import cli, durations, files, names
from kit.columns import print_json
from kit.problems import Problems, listed, problem
from project import codebuild
from recipes import builder

MOST_REQUESTS = 3  # request ids of a group that are printed


def stamp(moment):
    """"2026-01-31 12:00:00" in local time, of ms since the epoch."""
    return f"{datetime.fromtimestamp(moment / 1000):%Y-%m-%d %H:%M:%S}"


def row(group):
    """A group as data."""
    latest, oldest = group.failures[0], group.failures[-1]
    return {"id": group.id, "lambda": latest.name, "error": latest.type, "message": latest.message, "at": latest.at,
            "count": len(group.failures), "first": stamp(oldest.time), "last": stamp(latest.time),
            "requests": [*dict.fromkeys(failure.request_id for failure in group.failures if failure.request_id)]}


def group_lines(group):
    """The lines of a group for a person."""
    data, latest = row(group), group.failures[0]
    message = f"{latest.type}: {latest.message}".splitlines()[0]
    first, last = data["first"], data["last"]
    times = last if first == last else f"{first} to {last.removeprefix(first[:11])}"  # the day, where it is the same
    ids = listed(data["requests"], MOST_REQUESTS) or "none: it failed before its first request"
    return [f"{group.id}  {data['count']} x {latest.name}: {message[:200]}" + (f" ({latest.at})" if latest.at else ""),
            f"          {times}; {latest.kind}s: {ids}"]


def show_groups(groups, args):
    """Print the groups, the newest first."""
    if args.json:
        return print_json([row(group) for group in groups])
    for group in groups:
        print("\n".join(group_lines(group)))
    suffix = stages.variable(args.stage)
    if not groups:
        of = args.name or "any lambda, build or state machine"
        return cli.say(f"no failure of {of} in the last {args.since_text}")
    shown = "event" if groups[0].failures[0].kind == failures.REQUEST else "log"
    return cli.say(f"`make errors id={groups[0].id}{suffix}` shows one, with its {shown}")


def remembered(args):
    """request id -> the event that the local cloud has of a failed call, or None; always None on AWS."""
    return local_calls.event_of_failed if args.stage == clients.LOCAL else lambda _request_id: None


def show_one(app, args, groups, deployed, logs):
    """Print a failure with its event, traceback and log lines; write the event to a file, and with test=1 a test."""
    try:
        failure = failed.chosen(groups, args.id, args.name)
    except Problems:
        request_id = requests.of_response(logs, deployed, args.id, args.start, args.stage)
        if not request_id:
            raise
        failure = failed.chosen(groups, request_id, args.name)
    function = next((function for function in deployed if function.name == failure.name), None)
    if function is None:
        return show_other(app, args, failure, logs)
    lines = failed.request_lines(logs, failure.log_group, failure.stream, failure.request_id, failure.time)
    event = failed.event(failure, lines, queues.StageQueues(app, args.stage), remembered(args))
    if args.json:
        return print_json({**failure._asdict(), "frames": [frame._asdict() for frame in failure.frames],
                           "event": event.value if event else None, "event_source": event.source if event else None,
                           "log": [line["message"].rstrip() for line in lines]})
    print_head(failure)
    if failure.frames:
        print("traceback", *failed.traceback_lines(failure, app["package"], function), "", sep="\n")
    print("log", *(f"  {text}" for line in lines for text in line["message"].rstrip().splitlines()), "", sep="\n")
    return show_event(app, args, failure, event)


def print_head(failure):
    """Print what failed, and when."""
    print(f"{failure.name}: {failure.type}: {failure.message}" + (f" ({failure.at})" if failure.at else ""))
    print(f"  {stamp(failure.time)}, {failure.kind} {failure.request_id or '-'}\n")


def show_other(app, args, failure, logs):
    """Print a failed build or execution with the end of its log. Raises Problems if test=1 was typed."""
    if args.test:
        raise problem("", 0, f"test=1 is for a lambda, and this is the {failure.name}", "`make test` tests the app")
    lines = builds.log(logs, failure) if failure.kind == failures.BUILD else \
        executions.log(stages.client("stepfunctions", app, args.stage), failure)
    if args.json:
        return print_json({**failure._asdict(), "log": lines})
    print_head(failure)
    return print("log", *(f"  {line}" for line in lines or ["it has none"]), sep="\n")


def failed_others(app, args):
    """The failed builds of the app's own project and of the one that deploys it, if the app has them, and the failed
    executions of its state machines; none if name= was typed."""
    if args.name:
        return []
    stack = names.stack(app["name"], args.stage)
    projects = [stack] * builder.is_needed(app) + [stack + builder.CI] * Path(codebuild.TEMPLATE).exists()
    start = datetime.now(timezone.utc) - timedelta(seconds=durations.seconds(args.since))
    machines = set(executions.machines(app))
    ids = stacks.physical_ids(functions.resources(app, args.stage)) if machines else {}
    arns = {id_: ids[id_] for id_ in machines & ids.keys()}
    return [*builds.fetch(stages.client("codebuild", app, args.stage), projects, start),
            *executions.fetch(stages.client("stepfunctions", app, args.stage), arns, start)]


def show_event(app, args, failure, event):
    """Write the event to a file, print its path, and write a test. Raises Problems if a test needs an unknown event."""
    suffix = stages.variable(args.stage)
    if event is None:
        if args.test:
            raise problem("", 0, f"the event of request {failure.request_id or '-'} is not known", failed.UNKNOWN)
        print(f"event: not known. {failed.UNKNOWN}")
        if failure.name + queues.DLQ in queues.StageQueues(app, args.stage).queues:
            print(f"  messages that failed in every try: `make queue do=peek name={failure.name}{queues.DLQ}{suffix}`")
        return
    path = Path("build", args.stage, "errors", f"{failure.request_id}.json")
    files.write_json(path, event.value)
    print(f"event: {path}, from {event.source}")
    if failure.name not in app["lambdas"]:
        return
    print(f"  `make invoke name={failure.name} event={path}{suffix}` repeats it")
    if args.test:
        index = app["lambdas"][failure.name]["path"]
        name = replay_test.add(failure, index, event.value, args.stage)
        print(f"  {Path(index).with_name('test.py')} has the test {name}: `make test name={failure.name}`")
    else:
        print(f"  `make errors id={failure.request_id[:8]} test=1{suffix}` writes a test that repeats it")


@clients.errors_as_problems()
def main(argv):
    parser = stages.parser(__doc__, has_json=True)
    parser.add_argument("--name", default="", help="the lambda, or a small function of Pareto's (default: all)")
    parser.add_argument("--since", default="1d", help="30s, 10m, 2h, 1d (default: 1d)")
    parser.add_argument("--id", default="", help="a failure: its request id or the beginning of it, or a group's id")
    parser.add_argument("--test", action="store_true", help="write a test that replays the event of --id")
    args = parser.parse_args(argv)
    if args.test and not args.id:
        raise problem("", 0, "test=1 writes the test of one failure", "write id=...: `make errors` lists the failures")
    args.since_text = args.since
    args.start = max(0, int((time.time() - durations.seconds(args.since)) * 1000))
    app = stages.model(args.app)
    deployed = functions.selected(app, args.stage, args.name)
    logs = stages.client("logs", app, args.stage)
    absent = set[str]()
    groups = failures.groups([*failures.fetch(logs, deployed, app["package"], args.start, args.stage, absent),
                              *failed_others(app, args)])
    functions.report_absent(deployed, absent, args.stage)
    if args.id:
        return show_one(app, args, groups, deployed, logs)
    return show_groups(groups, args)


if __name__ == "__main__":
    cli.run(main)
