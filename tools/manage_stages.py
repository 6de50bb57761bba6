#!/usr/bin/env python3
"""The stages of the app in one account and region: list them, or delete those that have expired.

    manage_stages.py build/app.json --stage dev list
    manage_stages.py build/app.json --stage dev sweep

--stage chooses the cloud: local, or AWS with any other stage. sweep deletes a stage with its data, never a protected
one, nor a stack with termination protection.
"""
import datetime
import sys

from aws import clients, contents, stacks, stages
from deploy import code_records, deployers, earlier_stacks, stack_states, state_deletion
from deploy.progress import Progress
from kit import cli, consent, names
from kit.columns import columns, print_json
from kit.problems import Failures, Problem, Problems

EXPIRES = "expires"  # the tag: "7 days" after the last deploy


def stage_rows(cfn, s3, app):
    """[row()] of the app's stages."""
    rows = []
    for page in cfn.get_paginator("describe_stacks").paginate():
        for stack in page["Stacks"]:
            tags = earlier_stacks.tags(stack)
            own_name = names.stack(app["name"], tags.get("stage", ""))  # a nested stack has the tags too
            if tags.get("app") == app["name"] and stack["StackName"] == own_name \
                    and stack["StackStatus"] != "REVIEW_IN_PROGRESS":
                rows.append(row(cfn, s3, app, stack, tags))
    return sorted(rows, key=lambda row: row["stage"])


def row(cfn, s3, app, stack, tags):
    """{"stage", "status", "created", "deployed", "by", "expires", "protected", "id", "problems"} of one stack.

    Times are datetimes; expires is None of a stage that does not expire, or whose record of the last deploy cannot be
    read: "problems" are then that record's.
    tags  of the stack, as a dict
    """
    store = code_records.Store(s3, stages.bucket(app), stack["StackName"], tags["stage"])
    record, unread = code_records.empty(stack["StackId"]), ()
    try:
        record = code_records.read(store, stack["StackId"]).record
    except Problems as problems:
        unread = problems.args
    deployed, by = stack.get("LastUpdatedTime") or stack["CreationTime"], ""
    if record["since"]:
        since = datetime.datetime.strptime(record["since"], "%Y-%m-%d %H:%M UTC").replace(tzinfo=datetime.UTC)
        deployed, by = (since, record.get("user", "")) if since > deployed else (deployed, "")
    # Both the stack's tag and app.yaml as it is now must want it.
    days = tags.get(EXPIRES, "").split(" ")[0] if stages.expiry(app, tags["stage"]) and not unread else ""
    is_protected = stages.is_protected(app, tags["stage"]) or stack.get("EnableTerminationProtection", False)
    return {"stage": tags["stage"], "status": stack["StackStatus"], "created": stack["CreationTime"],
            "deployed": deployed, "by": by or deployers.name(deployers.last_start(cfn, stack["StackId"])),
            "expires": deployed + datetime.timedelta(days=int(days)) if days.isdigit() and not is_protected else None,
            "protected": is_protected, "id": stack["StackId"], "problems": unread}


def now():
    """The current time, in UTC."""
    return datetime.datetime.now(datetime.UTC)


def ago(moment, present):
    """"3 days", "5 hours", "2 minutes": the time from a moment until the present one."""
    seconds = max(0, int((present - moment).total_seconds()))
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            return names.quantity(seconds // length, unit)
    return "now"


def list_(cfn, app, args, rows, present):
    """Print the stages: age, last deploy and who made it, expiry. -> no problems"""
    if args.json:
        print_json([{key: value for key, value in row.items() if key not in ("id", "problems")} for row in rows])
        return []
    if not rows:
        cli.say(f"{app['name']} has no stage here" +
                "; stage=dev, or any other on AWS, lists those there" * (args.stage == clients.LOCAL))
        return []
    table = [["stage", "status", "age", "last deploy", "by", "expires"]]
    for row in rows:
        expiry = "protected" if row["protected"] else "unknown" if row["problems"] else \
            "-" if row["expires"] is None else "expired" if row["expires"] <= present else \
            f"in {ago(present, row['expires'])}"
        deployed = ago(row["deployed"], present)
        table.append([row["stage"], row["status"], ago(row["created"], present),
                      deployed if deployed == "now" else f"{deployed} ago", row["by"] or "-", expiry])
    print("\n".join(columns(table)))
    return []


def sweep(cfn, app, args, rows, present):
    """Show the stages that have expired, with their state, and delete them if the person agrees.

    -> [Problem] of the stages that could not be deleted
    """
    expired = [row for row in rows if row["expires"] and row["expires"] <= present]
    if not expired:
        cli.say("no stage has expired")
        return []
    state = {row["stage"]: [resource for resource in stacks.resources(cfn, row["id"])
                            if resource["ResourceType"] in contents.COUNTS
                            and resource.get("PhysicalResourceId")] for row in expired}
    for row in expired:
        print(f"{row['stage']}, expired {ago(row['expires'], present)} ago")
        for resource in state[row["stage"]]:
            amount = contents.amount(app, row["stage"], resource)
            if amount or resource["ResourceType"] in state_deletion.DELETIONS:
                print(f"    {resource['PhysicalResourceId']}: {amount or 'empty'}")
    sys.stdout.flush()
    consent.ask(f"delete {names.quantity(len(expired), 'stage')} of {app['name']} with all data", app["name"], args.yes)
    failed: list[Problem] = []
    for row in expired:
        if is_expired(cfn, app, row):
            try:
                delete(cfn, app, row, state[row["stage"]])
            except Problems as problems:
                failed += problems.args
        else:
            cli.say(f"{names.stack(app['name'], row['stage'])} was changed in the meantime, and is not deleted")
    return failed


def is_expired(cfn, app, listed):
    """Whether the stage of a row that was listed earlier has expired now: the person may have taken long to agree."""
    stack = stacks.described(cfn, listed["id"])
    if stacks.is_gone(stack):
        return True
    present = row(cfn, stages.client("s3", app, listed["stage"]), app, stack, earlier_stacks.tags(stack))
    return present["expires"] is not None and present["expires"] <= now()


def delete(cfn, app, row, resources):
    """Delete the data of a stage, then its stack: the next sweep finds the rest of one that was interrupted.

    resources  [summary] of all that hold anything
    """
    stage = row["stage"]
    for resource in resources:
        if resource["ResourceType"] in state_deletion.DELETIONS:
            state_deletion.delete(app, stage, resource)
            cli.say(f"  {resource['PhysicalResourceId']} deleted")
    stack = stacks.described(cfn, row["id"])
    progress = Progress({})
    if stack and stacks.is_running(stack):
        cli.say(deployers.waiting_text(cfn, stack))
        stacks.join(cfn, stack, stage, progress)
    if stack:
        stack_states.delete(cfn, stack, stage, {}, progress)
    cli.say(f"{names.stack(app['name'], stage)} deleted")


ACTIONS = {"list": list_, "sweep": sweep}


@clients.errors_as_problems()
def main(argv):
    args = stages.actions_parser(__doc__, ACTIONS).parse_args(argv)
    cli.check_variables(args, {"json": ["list"], "yes": ["sweep"]})
    app = stages.model(args.app)
    cfn, s3 = (stages.client(service, app, args.stage) for service in ("cloudformation", "s3"))
    rows = stage_rows(cfn, s3, app)
    problems = [fault for row in rows for fault in row["problems"]] + ACTIONS[args.do](cfn, app, args, rows, now())
    if problems:
        raise Failures(*problems)


if __name__ == "__main__":
    cli.run(main)
