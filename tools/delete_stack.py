#!/usr/bin/env python3
"""Deletes the stack, and lists the resources with data that remain.

    delete_stack.py build/app.json --stage dev
    delete_stack.py build/app.json --stage dev --name demo      the stack from when the app's name was demo
"""
from pathlib import Path

from aws import clients, contents, secrets, stacks, stages
from aws.app import AppModel
from aws.app_file import read_model
from deploy import changes, deployers, earlier_stacks, present_stack, stack_states, state_deletion
from deploy.progress import Progress
from kit import cli, consent, names, settings
from kit.problems import Problems
from recipes import nesting
from recipes import template as recipe


def retained(cfn, stack_id):
    """[summary] of the state that is retained when a stack is deleted, also of stacks nested in it.

    By their own templates: build/template.json may differ.
    """
    definitions, result = present_stack.template(cfn, stack_id)["Resources"], []
    for resource in stacks.own_resources(cfn, stack_id):
        is_retained = definitions.get(resource["LogicalResourceId"], {}).get("DeletionPolicy", "").startswith("Retain")
        result += [resource] * bool(is_retained and resource.get("PhysicalResourceId"))
        for child in stacks.nested([resource]):
            result += (stacks.resources if is_retained else retained)(cfn, child["PhysicalResourceId"])
    return result


def line(resource, amount):
    """"AWS::DynamoDB::Table demo-dev-Demo-1X: 12 items": a resource, and how much it holds."""
    return f"{resource['ResourceType']} {resource.get('PhysicalResourceId', '')}" + (f": {amount}" if amount else "")


def agree(cfn, app, stack, args):
    """Return if a person agrees, else raise Problems. The local cloud deletes an empty stack without a question; on AWS
    yes=1 is not enough for a protected stage, nor for state that is lost.

    -> (the lines of the resources that stay, [summary] of those that are lost with what is in them)
    """
    stage, is_protected, is_local = args.stage, stages.is_protected(app, args.stage), args.stage == clients.LOCAL
    summaries = stacks.resources(cfn, stack["StackId"])
    is_empty = stack["StackStatus"] == "REVIEW_IN_PROGRESS"  # it has no template
    kept = [] if is_local or is_empty else retained(cfn, stack["StackId"])
    kept_ids = {resource["PhysicalResourceId"] for resource in kept}
    removed = {change["LogicalResourceId"] for change in changes.of_app(
        [{**resource, "Action": "Remove"} for resource in summaries])}
    amounts = [(resource, contents.amount(app, stage, resource)) for resource in summaries
               if resource["LogicalResourceId"] in removed and resource.get("PhysicalResourceId") not in kept_ids]
    lost = [(resource, amount) for resource, amount in amounts if amount]
    loss_names = [stage] * is_protected + sorted({resource["LogicalResourceId"] for resource, _amount in lost})
    countable = [resource for resource, amount in amounts if amount is not None]  # a queue may be empty for a moment
    consent.check_names(args.lose, loss_names, [resource["LogicalResourceId"] for resource in (
        summaries if stack["StackStatus"].endswith("FAILED") else countable)])
    stays = sorted(line(resource, contents.amount(app, stage, resource)) for resource in kept)
    listed = "\n  ".join([f"; resources with data that stay: {len(stays)}", *stays]) if stays else ""
    listed += "".join(sorted(f"\n  LOST: {resource['LogicalResourceId']}: {line(resource, amount)}"
                             for resource, amount in lost))
    name = names.stack(app["name"], stage)
    action = f"delete the stack {name}{' of a protected stage' * is_protected}{listed}"
    if loss_names and not is_local:
        consent.ask_by_name(action, loss_names, args.lose)
    elif lost or not is_local:
        consent.ask(action, name, args.yes)
    return stays, [resource for resource, _amount in lost]


def delete(cfn, app, stack, args, lost):
    """Delete the stack and wait, first for another operation that runs. Raises Problems of resources that remain.

    lost  [summary] of resources that a person agreed to lose: CloudFormation does not delete a bucket with objects
    """
    stage = args.stage
    parts = recipe.parts(app)
    progress = Progress(nesting.all_owners(app, recipe.owners(app, parts)))
    if stacks.is_running(stack):
        cli.say(deployers.waiting_text(cfn, stack))
        stacks.join(cfn, stack, stage, progress)
    for resource in lost:
        if resource["ResourceType"] == "AWS::S3::Bucket":
            state_deletion.delete(app, stage, resource)
    stack_states.delete(cfn, stack, stage, recipe.addresses(app, parts), progress, args.lose)


def print_earlier_hints(cfn, app, args, name):
    """Print how to delete what exists: the stack of the app's name at the last scan, and those of earlier regions.

    name  of the stack that does not exist
    """
    earlier = earlier_stacks.running(app, f"build/{args.stage}/stack.json", name, args.stage)
    elsewhere = [stack for stack in earlier if stack.region != app["settings"]["region"]]
    for line in earlier_stacks.warning_lines(elsewhere, app, args.stage):
        cli.say(f"  {line}")
    scanned = app["name"] if args.app == "-" or args.name else read_model(args.app)["name"]
    of_scan = names.stack(scanned, args.stage)
    if scanned != app["name"] and stacks.described(cfn, of_scan):
        cli.say(f"  hint: `make delete app={scanned}{stages.variable(args.stage)}` deletes {of_scan}, "
                "the stack of the earlier name")


@clients.errors_as_problems()
def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("--name", default="", help="the app's name when it was deployed (default: its name now)")
    consent.add_arguments(parser, "the name of the protected stage that may be deleted; "
                          "resources that may stay outside the stack")
    args = parser.parse_args(argv)
    app: AppModel = stages.model(args.app)
    if args.name and (problems := settings.name_problems(args.name)):
        raise Problems(*problems)
    app = {**app, "name": args.name or app["name"]}
    name, cfn = names.stack(app["name"], args.stage), stages.client("cloudformation", app, args.stage)
    stages.check_owner(cfn, app, args.stage)
    stack = stacks.described(cfn, name)
    if stack is None:
        cli.say(f"{name} does not exist: nothing to delete")
        return print_earlier_hints(cfn, app, args, name)
    if args.name:
        earlier_stacks.refuse_foreign(stack, args.name, args.stage)
    stack_states.refuse_protected(stack)  # before a person agrees, and before a bucket is emptied
    retained_lines, lost = agree(cfn, app, stack, args)
    variables = f" app={args.name}" * bool(args.name) + stages.variable(args.stage)
    try:
        delete(cfn, app, stack, args, lost)
    except KeyboardInterrupt:
        cli.say(f"\nthe deletion continues in the cloud; `make delete{variables}` follows it again")
        raise
    if not args.name:
        Path(f"build/{args.stage}/stack.json").unlink(missing_ok=True)
    cli.say(f"{name} deleted")
    for line in retained_lines:
        cli.say(f"  remains: {line}")
    if retained_lines:
        cli.say(f"  hint: `make adopt{stages.variable(args.stage)}` creates a new stack with them")
    for secret, references in sorted(secrets.parameters(app, args.stage).items()):
        deletion = secrets.command(app, secret, args.stage).replace("make secret", "make secret do=delete")
        cli.say(f"  remains: the parameter {references[0]}, which is in no stack: `{deletion}` deletes it")


if __name__ == "__main__":
    cli.run(main)
