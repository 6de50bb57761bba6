#!/usr/bin/env python3
"""Writes a row, an object, a message, a record or an event that invokes a lambda, and prints the logs that follow.

    ping_lambda.py build/app.json --name pages [--stage dev]
    ping_lambda.py build/app.json --name pages --event last         as the last event in the local cloud
    ping_lambda.py build/app.json --name pages --event event.json

The row, object, message, record or event is made from the lambda's infra block, or from an event of the lambda, under
a new key, and stays.
"""
import json
import sys
import time

from botocore.exceptions import ClientError

import recipes
from aws import clients, stacks, stages
from incidents import chosen_event, following, functions, log_lines, pings
from kit import cli, consent
from kit.problems import problem
from testkit import examples, matching

PATIENCE = 120  # seconds until the lambda runs, beside the `window` and `delay` of its trigger
QUIET = {clients.LOCAL: 2}  # seconds without a new line after which the end is reached; on AWS lines arrive later
QUIET_ON_AWS = 15
MORE = "event=event.json is an event with all that the code reads, event=last the last event that the lambda received"


def send_calls(app, stage, calls):
    """Make the calls. Raises Problems for one that is refused."""
    for call in calls:
        cli.say(call.text)
        try:
            response = getattr(stages.client(call.service, app, stage), call.operation)(**call.request)
        except ClientError as error:
            if error.response["Error"]["Code"] not in ("ConditionalCheckFailedException", "PreconditionFailed", "412"):
                raise
            raise problem("", 0, f"it exists already: {call.text}", "delete it, or `make invoke` with an event")
        for entry in response.get("Entries", []):
            if "ErrorCode" in entry:
                raise problem("", 0, f"the bus refused the event: {entry.get('ErrorMessage')}")


def follow(follower, name, stage, patience):
    """Print all lines until the lambda has run and nothing follows. -> (its Reports, whether it failed)

    patience  seconds until the lambda runs
    """
    quiet, began, latest, reports = QUIET.get(stage, QUIET_ON_AWS), time.monotonic(), time.monotonic(), []
    running, has_failed = set(), False  # request ids
    for batch in follower:
        for function, event in batch:
            text, latest = event["message"].rstrip(), time.monotonic()
            sys.stdout.write(f"{function.name}  {text}\n")
            running |= {log_lines.started(text)} - {""}
            has_failed = has_failed or function.name == name and log_lines.error(text) is not None
            if report := log_lines.report(text):
                running -= {report.request_id}
                reports += [report] * (function.name == name)
        sys.stdout.flush()
        waited = time.monotonic() - (latest if reports else began)
        if waited > (quiet if reports and not running else patience):
            return reports, has_failed
    return reports, has_failed


def check_expiry(app, stage, name, calls):
    """Raises Problems of a row that DynamoDB must delete after its time, except in the local cloud: on AWS nobody waits
    so long. docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html"""
    if stage != clients.LOCAL and any(call.expires for call in calls):
        raise problem(app["lambdas"][name]["path"], 0, "on AWS, DynamoDB deletes an expired row within a few days",
                      f"`make ping name={name}` in the local cloud, where it takes seconds; or `make invoke name={name}"
                      f"{stages.variable(stage)}`")


class Physical(dict):
    """{logical id: physical id} of the stack. Raises Problems of one that is not deployed."""

    def __init__(self, ids, app, stage):
        super().__init__(ids)
        self.app, self.stage = app, stage

    def __missing__(self, id_):
        raise stages.undeployed(self.app, self.stage, id_)


def event_and_calls(app, stage, name, option, physical):
    """(the event, [Call] that cause it). Raises Problems. option: of `event=`, "" for an example"""
    rules = [rule for rule in examples.deployed_rules(app, stage, physical) if rule["lambda"] == name]

    def is_accepted(event):
        return any(matching.matching_rules(rules, event, bus) for bus in ("app", "default"))

    if option:
        event, _description = chosen_event.chosen(app, stage, name, option, "ping")
    else:
        event = examples.example(pings.of_eventbridge(app, name), stage, name, lambda: physical) if recipes.trigger(
            app["lambdas"][name]["infra"]) else {}
    try:
        return event, pings.calls(app, name, json.loads(json.dumps(event)), physical, is_accepted)
    except (LookupError, TypeError, ValueError, AttributeError):
        if not option:
            raise
        raise problem(app["lambdas"][name]["path"], 0, f"{name} gets no event of this form from its trigger",
                      f"`make invoke name={name} event=...` sends any event as it is")


@clients.errors_as_problems()
def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("--name", default="", help="the lambda")
    parser.add_argument("--event", default="", help="a file of JSON, - for stdin, or last (default: an example)")
    parser.add_argument("--yes", action="store_true", help="do not ask, on AWS")
    args = parser.parse_args(argv)
    app = stages.model(args.app)
    name = stages.lambda_name(app, args.name)
    summaries = functions.resources(app, args.stage)
    deployed = functions.functions(app, args.stage, summaries)
    physical = Physical(stacks.physical_ids(summaries), app, args.stage)
    event, calls = event_and_calls(app, args.stage, name, args.event, physical)
    check_expiry(app, args.stage, name, calls)
    if args.stage != clients.LOCAL:
        consent.ask("; ".join(call.text for call in calls), name, args.yes)
    follower = following.Follower(stages.client("logs", app, args.stage), deployed, int(time.time() * 1000), args.stage,
                                  {}).batches(only_new=True)
    next(follower)
    send_calls(app, args.stage, calls)
    delay = pings.delay(app, name)
    if delay:
        cli.say(f"{name} gets it after {delay} seconds at most, as `window` or `delay` says")
    reports, has_failed = follow(follower, name, args.stage, PATIENCE + delay)
    suffix = stages.variable(args.stage)
    if not reports:
        raise problem("", 0, f"{name} did not run within {PATIENCE + delay} seconds",
                      f"`make logs follow=1{suffix}` prints what comes later")
    if has_failed:
        more = "" if args.event else f". The example has only what its trigger requires: {MORE}"
        if not args.event:
            cli.say(f"the event was made from {json.dumps(event)}")
        raise problem(app["lambdas"][name]["path"], 0, f"{name} failed", f"`make errors name={name}{suffix}`{more}")


if __name__ == "__main__":
    cli.run(main)
