#!/usr/bin/env python3
"""Deletes the stack, and lists the resources with data that remain.

    delete_stack.py build/app.json --stage dev
    delete_stack.py build/app.json --stage dev --name demo      the stack from when the app's name was demo
"""
from pathlib import Path

from aws import clients, contents, secrets, stacks, stages
from aws.app_file import read_model
from deploy import deployers, earlier_stacks, stack_states, state_deletion
from deploy.progress import Progress
from kit import cli, consent, names, settings
from kit.problems import Problems
from recipes import nesting
from recipes import template as recipe


def retained(cfn, stack):
    """The state that is retained when the stack is deleted, as ListStackResources returns it.

    By the stack's own template: build/template.json may differ.
    """
    template = cfn.get_template(StackName=stack["StackId"])["TemplateBody"]
    pages = cfn.get_paginator("list_stack_resources").paginate(StackName=stack["StackId"])
    policies = {id_: resource.get("DeletionPolicy", "") for id_, resource in template["Resources"].items()}
    return [resource for page in pages for resource in page["StackResourceSummaries"]
            if policies.get(resource["LogicalResourceId"], "").startswith("Retain")]


def lines(app, stage, resources):
    """["AWS::DynamoDB::Table demo-dev-Demo-1X: 12 items"]: each resource, and how much it holds."""
    counts = [(resource, contents.amount(app, stage, resource)) for resource in resources]
    return sorted(f"{resource['ResourceType']} {resource.get('PhysicalResourceId', '')}" +
                  (f": {amount}" if amount else "") for resource, amount in counts)


def agree(cfn, app, stack, args):
    """Return if a person agrees, else raise Problems. The local cloud deletes an empty stack without a question.

    -> (the lines of the resources that stay, [summary] of those that are lost with what is in them)
    """
    name, is_protected = names.stack(app["name"], args.stage), stages.is_protected(app, args.stage)
    summaries = stacks.resources(cfn, stack["StackId"])
    failed_before = stack["StackStatus"].endswith("FAILED")
    consent.check_names(args.lose, [args.stage] * is_protected, [
        resource["LogicalResourceId"] for resource in summaries if failed_before])
    is_empty = stack["StackStatus"] == "REVIEW_IN_PROGRESS"  # it has no template
    kept = [] if args.stage == clients.LOCAL or is_empty else retained(cfn, stack)
    kept_ids = {resource["LogicalResourceId"] for resource in kept}
    lost_resources = [resource for resource in summaries
                      if resource["LogicalResourceId"] not in kept_ids and contents.amount(app, args.stage, resource)]
    lost = lines(app, args.stage, lost_resources)
    if args.stage == clients.LOCAL:
        if lost:
            consent.ask("\n  ".join([f"delete the stack {name} and what is in it:", *lost]), name, args.yes)
        return [], lost_resources
    stays = lines(app, args.stage, kept)
    listed = f"; resources with data that stay: {len(stays)}\n  " + "\n  ".join(stays) if stays else ""
    listed += "\n  LOST: ".join(["", *lost])
    if is_protected:
        consent.ask_by_name(f"delete the stack {name} of a protected stage{listed}", [args.stage], args.lose)
    else:
        consent.ask(f"delete the stack {name}{listed}", name, args.yes)
    return stays, lost_resources


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


def print_earlier_name_hint(cfn, app, args):
    """Print how to delete the stack of the app's name at the last scan, if that differs and the stack exists."""
    scanned = app["name"] if args.app == "-" or args.name else read_model(args.app)["name"]
    name = names.stack(scanned, args.stage)
    if scanned != app["name"] and stacks.described(cfn, name):
        cli.say(f"  hint: `make delete app={scanned}{stages.variable(args.stage)}` deletes {name}, "
                "the stack of the earlier name")


@clients.errors_as_problems()
def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("--name", default="", help="the app's name when it was deployed (default: its name now)")
    consent.add_arguments(parser, "the name of the protected stage that may be deleted; "
                          "resources that may stay outside the stack")
    args = parser.parse_args(argv)
    app = stages.model(args.app)
    if args.name and (problems := settings.name_problems(args.name)):
        raise Problems(*problems)
    app["name"] = args.name or app["name"]
    name, cfn = names.stack(app["name"], args.stage), stages.client("cloudformation", app, args.stage)
    stages.check_branch(cfn, app, args.stage)
    stack = stacks.described(cfn, name)
    if stack is None:
        cli.say(f"{name} does not exist: nothing to delete")
        return print_earlier_name_hint(cfn, app, args)
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
        cli.say(f"  hint: `make adopt{stages.variable(args.stage)}` brings them back into a new stack")
    for secret, references in sorted(secrets.parameters(app, args.stage).items()):
        deletion = secrets.command(app, secret, args.stage).replace("make secret", "make secret do=delete")
        cli.say(f"  remains: the parameter {references[0]}, which is in no stack: `{deletion}` deletes it")


if __name__ == "__main__":
    cli.run(main)
