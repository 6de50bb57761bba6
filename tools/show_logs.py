#!/usr/bin/env python3
"""Prints the log of a lambda, or of all functions of the app, newest last.

    show_logs.py build/app.json --name hello [--since 10m] [--follow]
    show_logs.py build/app.json                    all functions; each line begins with the function's name
    show_logs.py build/app.json --name ApiAccessLogs      any log group of the stage, by its logical id
    show_logs.py build/app.json --errors           only errors, also those that a handler caught and logged
    show_logs.py build/app.json --request 6f1c9d2e one request, through all functions that it caused to run
    show_logs.py build/app.json --query "fields @timestamp, @message | limit 20"     a query of CloudWatch Logs Insights
    show_logs.py build/app.json --json             each event as a line of JSON
"""
import json
import os
import sys
import time
from datetime import datetime, timezone

from aws import clients, stages
from incidents import failures, following, functions, insights, log_lines, requests, untraced
from kit import cli, durations
from kit.columns import print_json, print_rows
from kit.problems import listed, problem
from recipes import option
from recipes.endpoint import ACCESS_LOGS_ID

COLOURS = 36, 33, 32, 35, 34, 96, 93, 92  # of names: cyan, yellow, green, ...
ERRORS = f'{log_lines.FAILING} ?ERROR ?CRITICAL ?FATAL ?"Runtime exited"'


class Lines:
    """Log events as text: "2026-01-31 12:00:00.123 message" in local time.

    of several functions every line of a message has time and the function's name, on a terminal in a colour
    """

    def __init__(self, deployed, is_coloured):
        width = max(len(function.name) for function in deployed)
        self.prefixes = {"": ""} if len(deployed) == 1 else {
            function.name: coloured(f"{function.name:<{width}}", COLOURS[at % len(COLOURS)], is_coloured) + "  "
            for at, function in enumerate(deployed)}

    def text(self, function, event):
        """The text of a log event."""
        moment, prefix = datetime.fromtimestamp(event["timestamp"] / 1000), self.prefixes.get(function.name, "")
        stamp = f"{moment:%Y-%m-%d %H:%M:%S}.{event['timestamp'] % 1000:03d} {prefix}"
        message = event["message"].rstrip()
        return stamp + (message.replace("\n", f"\n{stamp}") if prefix else message)


def coloured(text, colour, is_coloured):
    """The text in a colour of a terminal."""
    return f"\x1b[{colour}m{text}\x1b[0m" if is_coloured else text


def json_text(function, event):
    """One line of JSON: {"time": in UTC, "lambda", "message"}"""
    moment = datetime.fromtimestamp(event["timestamp"] / 1000, timezone.utc)
    return json.dumps({"time": moment.isoformat(timespec="milliseconds"), "lambda": function.name,
                       "message": event["message"].rstrip()}, ensure_ascii=False)


def show(logged, text_of, is_shown):
    """Print log events at once. -> whether there was one"""
    texts = [text_of(function, event) for function, event in logged if is_shown(event)]
    if texts:
        sys.stdout.write("\n".join(texts) + "\n")
        sys.stdout.flush()
    return bool(texts)


def is_error(event):
    """Whether a log event is an error: of the runtime, of Lambda, or one that a logger logged."""
    text = event["message"]
    entry = log_lines.json_object(text)
    report = log_lines.report(text)
    return bool(log_lines.error(text) or log_lines.TIMED_OUT.fullmatch(text) or log_lines.EXITED.match(text)
                or report and report.status or text.startswith(("[ERROR]", "[CRITICAL]"))
                or str(entry.get("level", entry.get("log_level", ""))).upper() in ("ERROR", "CRITICAL", "FATAL"))


def silence(logs, deployed, args):
    """The Problems of functions that logged nothing since args.since."""
    if args.name and not failures.has_log_group(logs, deployed[0].log_group):
        return problem("", 0, f"the log group of {args.name} is not there: {deployed[0].log_group}",
                       f"if it was deleted by hand, `make deploy full=1{stages.variable(args.stage)}` creates it again")
    if not deployed[0].physical_id:
        return problem("", 0, f"{args.name} has no line of that time",
                       f"`make logs name={args.name} since=7d{stages.variable(args.stage)}`")
    ever = any(next(iter(failures.events(logs, function.log_group, 0)), None) for function in deployed)
    suffix, name = stages.variable(args.stage), f" name={args.name}" if args.name else ""
    if ever:
        what = ("no error" if name else "an error") if args.errors else "nothing" if name else "anything"
        return problem("", 0, f"{args.name or 'no lambda'} logged {what} in that time",
                       f"`make logs{name} since=7d{' errors=1' if args.errors else ''}{suffix}`")
    first = next((function.name for function in deployed if function.is_lambda), deployed[0].name)
    return problem("", 0, f"{args.name or 'no lambda'} has {'not ' * bool(name)}run yet",
                   f"`make invoke{name or f' name={first}'}{suffix}`")


def selected(app, args):
    """[Function] whose logs are printed; for the logical id of a log group that group. Raises Problems."""
    group = functions.log_group(app, args.stage, args.name) if args.name[:1].isupper() else None
    if group and args.errors:
        raise problem("", 0, f"errors=1 is for functions, and {args.name} is no function's log", "leave out errors=1")
    if args.name == ACCESS_LOGS_ID and not group:
        raise problem("", 0, f"stage {args.stage} has no access logs", "write `api: {access_logs: true}` in app.yaml, "
                      f"and `make deploy{stages.variable(args.stage)}`")
    return [group] if group else functions.selected(app, args.stage, args.name)


def show_request(app, args, logs, deployed, start, text_of):
    """Print a request through all functions that it caused to run. Raises Problems if no log has it."""
    absent = set[str]()
    trail = requests.trail(logs, deployed, args.request, start, args.stage, absent)
    functions.report_absent(deployed, absent, args.stage)
    if not trail.lines:
        group = functions.log_group(app, args.stage, ACCESS_LOGS_ID)
        lines = failures.events(logs, group.log_group, start, filterPattern=f'"{args.request}"') if group else ()
        if show([(group, event) for event in lines], text_of, lambda event: True):
            return cli.say("the API answered this request itself, and invoked no lambda")
        of, wider = (f"of {args.name} ", f"without name={args.name} all logs are searched, ") if args.name else ("", "")
        raise problem("", 0, f"no log {of}of that time has the request {args.request}",
                      f"{wider}since=1d searches a longer time")
    show(trail.lines, text_of, lambda event: not args.errors or is_error(event))
    if not trail.roots:
        cli.say("only the request itself: with `tracing: log` in app.yaml, the invocations that a later request causes "
                "are shown too")
    elif unfollowed := [name for name, fn in app["lambdas"].items()
                       if not option.words(fn["infra"], app["settings"]).get("tracing")]:
        cli.say(f"not followed, because they have no `tracing`: {listed(unfollowed)}")
    every = functions.functions(app, args.stage) if args.name else deployed
    if texts := untraced.texts(app, logs, every, trail.lines, stages.variable(args.stage), trail.is_whole):
        cli.say("the request may have caused this too; no line in the logs proves it:", *texts, sep="\n  ")


def show_query(args, logs, deployed, start):
    """Print the rows of a query of Logs Insights."""
    rows = insights.rows(logs, [function.log_group for function in deployed], args.query, start // 1000)
    if args.json:
        return print_json(rows)
    if not rows:
        return cli.say("the query has no rows")
    columns = [*dict.fromkeys(name for row in rows for name in row)]
    return print_rows([{name: row.get(name) for name in columns} for row in rows], False, head=True)


def options(argv):
    """The parsed arguments. Raises Problems."""
    parser = stages.parser(__doc__, has_json=True)
    parser.add_argument("--name", default="", help="the lambda, a small function of Pareto's, or a log group such as "
                        "ApiAccessLogs (default: all functions)")
    parser.add_argument("--since", type=durations.seconds, default="1h", help="30s, 10m, 2h, 1d (default: 1h)")
    parser.add_argument("--follow", action="store_true", help="wait for more, until Ctrl-C")
    parser.add_argument("--errors", action="store_true", help="only errors")
    parser.add_argument("--request", default="", help="a request id, a trace id, or the beginning of one")
    parser.add_argument("--query", default="", help="a query of CloudWatch Logs Insights")
    args = parser.parse_args(argv)
    args.request = log_lines.root(args.request) or args.request.strip()  # of the header X-Amzn-Trace-Id
    if args.follow and (args.request or args.query) or args.request and args.query:
        raise problem("", 0, "follow=1, request= and query= exclude each other", "choose one of them")
    return args


@clients.errors_as_problems()
def main(argv):
    args = options(argv)
    app = stages.model(args.app)
    deployed = selected(app, args)
    if args.name:
        args.name = deployed[0].name
    logs, start = stages.client("logs", app, args.stage), max(0, int((time.time() - args.since) * 1000))
    is_coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    text_of = json_text if args.json else Lines(deployed, is_coloured).text
    if args.query:
        return show_query(args, logs, deployed, start)
    if args.request:
        return show_request(app, args, logs, deployed, start, text_of)
    more = {"filterPattern": ERRORS} if args.errors else {}
    follower = following.Follower(logs, deployed, start, args.stage, more)
    shown = False
    for number, batch in enumerate(follower.batches() if args.follow else [follower.first()]):
        shown = show(batch, text_of, lambda event: not args.errors or is_error(event)) or shown
        if number == 0 and not args.name:
            functions.report_absent(deployed, follower.absent, args.stage)
    if not shown:
        raise silence(logs, deployed, args)
    return None


if __name__ == "__main__":
    cli.run(main)
