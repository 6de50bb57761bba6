#!/usr/bin/env python3
"""Prints which rules of a deployed stage match an event, and for each other rule the first field that does not match.

    match_event.py build/app.json --event event.json [--name front]
"""
from aws import clients, stacks, stages
from aws.events import patterns
from incidents import functions
from kit import cli, files
from kit.columns import print_json
from kit.problems import problem
from testkit import examples, matching

FIELDS = {"source": (str, "a text"), "detail-type": (str, "a text"), "detail": (dict, "an object")}
EXAMPLE = '{"source": "orders", "detail-type": "Paid", "detail": {"id": "7"}}'


def event_of(path):
    """The EventBridge event in a file of JSON, or of stdin for "-". Raises Problems."""
    if not path:
        raise problem("", 0, "which event? write event=event.json", f"a file of JSON, or - for stdin: {EXAMPLE}")
    event = files.read_json(path, "a file of JSON, or event=- for stdin")
    fields = event if isinstance(event, dict) else {}
    for field, (kind, name) in FIELDS.items():
        if not isinstance(fields.get(field), kind):
            fault = f"{field!r} is not {name}" if field in fields else f"it has no {field!r}"
            raise problem(path, 0, f"no event of EventBridge: {fault}", f"such as {EXAMPLE}")
    return event


def verdicts(rules, event):
    """[{"lambda", "rule", "matches", "why"}] of the rules, those that match first."""
    bus = "default" if str(event["source"]).startswith("aws.") else "app"
    rows = []
    for rule in rules:
        field = patterns.first_mismatch(rule["pattern"], event)
        why = matching.mismatch(rule, field, event) if field else ""
        if not field and rule["bus"] in ("app", "default") and rule["bus"] != bus:
            why = (f"rule {rule['name']} of {rule['lambda']} is on the bus {rule['bus']!r}, and an event of "
                   f"{event['source']!r} comes over the bus {bus!r}")
        rows.append({"lambda": rule["lambda"], "rule": rule["name"], "matches": not why, "why": why or None})
    return sorted(rows, key=lambda row: not row["matches"])


@clients.errors_as_problems()
def main(argv):
    parser = stages.parser(__doc__, has_json=True)
    parser.add_argument("--name", default="", help="only the rules of this lambda")
    parser.add_argument("--event", default="", help="a file with the event, or - for stdin")
    args = parser.parse_args(argv)
    app = stages.model(args.app)
    name = args.name and stages.lambda_name(app, args.name)
    event = event_of(args.event)
    physical = stacks.physical_ids(functions.resources(app, args.stage))
    rules = [rule for rule in examples.deployed_rules(app, args.stage, physical) if name in ("", rule["lambda"])]
    if not rules:
        raise problem("", 0, f"{name or 'no lambda'} has {'no' if name else 'a'} rule",
                      "docs/events.md: `events` in the infra block")
    rows = verdicts(rules, event)
    if args.json:
        return print_json(rows)
    for row in rows:
        print(f"matches: rule {row['rule']} of {row['lambda']}" if row["matches"] else f"not: {row['why']}")
    return None


if __name__ == "__main__":
    cli.run(main)
