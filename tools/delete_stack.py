#!/usr/bin/env python3
"""Deletes the stack, and names what outlives it.

    delete_stack.py build/app.json --stage dev
    delete_stack.py build/app.json --stage dev --name demo      the stack of when the app was called demo
"""
from aws import clients, contents, stacks, stages
from deploy import earlier_stacks, failures
from deploy.progress import Progress
from kit import cli, consent, files, names, settings
from kit.problems import Problems
from recipes import nesting
from recipes import template as recipe


def retained(cfn, stack):
    """The state that stays when the stack goes, as ListStackResources gives it.

    By the stack's own template, not the one of build/: they may differ.
    """
    template = cfn.get_template(StackName=stack["StackId"])["TemplateBody"]
    pages = cfn.get_paginator("list_stack_resources").paginate(StackName=stack["StackId"])
    return [each for page in pages for each in page["StackResourceSummaries"]
            if template["Resources"].get(each["LogicalResourceId"], {}).get("DeletionPolicy", "").startswith("Retain")]


def lines(app, stage, resources):
    """["AWS::DynamoDB::Table demo-dev-Demo-1X: 12 items"]: each resource, and what is in it."""
    counts = [(each, contents.words(app, stage, each)) for each in resources]
    return sorted(f"{each['ResourceType']} {each.get('PhysicalResourceId', '')}{f': {words}' if words else ''}"
                  for each, words in counts)


def agree(cfn, app, stack, args):
    """Goes on if a person agrees; from the local cloud, which keeps nothing, an empty stack goes unasked.

    -> the lines of what stays; raises Problems
    """
    name = names.stack(app["name"], args.stage)
    if args.stage == clients.LOCAL:
        lost = lines(app, args.stage, [each for each in stacks.resources(cfn, stack["StackId"])
                                       if contents.words(app, args.stage, each)])
        if lost:
            consent.ask("\n  ".join([f"delete the stack {name} and what is in it:", *lost]), name, args.yes)
        return []
    stays = lines(app, args.stage, retained(cfn, stack))
    listed = f"; {len(stays)} resources with data stay:\n  " + "\n  ".join(stays) if stays else ""
    consent.ask(f"delete the stack {name}{listed}", name, args.yes)
    return stays


def delete(cfn, app, stack, stage):
    """Deletes and waits, for another operation first. Raises Problems of what would not go."""
    made = recipe.parts(app)
    tell = Progress(nesting.owners_too(app, recipe.owners(app, made)))
    if stacks.running(stack):
        cli.say(f"{stack['StackName']} is {stack['StackStatus']}: waiting for it")
        stacks.join(cfn, stack, stage, tell)
    events = stacks.delete(cfn, stack, stage, tell)
    if not stacks.over(stacks.described(cfn, stack["StackId"])):
        raise Problems(*failures.problems(recipe.addresses(app, made), events))


def hint_at_earlier_name(cfn, app, args):
    """Tells how to delete the stack of the name that the app had at the last scan, if that is another and is there."""
    scanned = app["name"] if args.app == "-" or args.name else files.read_json(args.app)["name"]
    name = names.stack(scanned, args.stage)
    if scanned != app["name"] and stacks.described(cfn, name):
        cli.say(f"  hint: `make delete app={scanned}{stages.said(args.stage)}` deletes {name}, "
                "the stack of the earlier name")


@clients.told()
def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("--name", default="", help="the app's name when it was deployed (default: its name now)")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    args = parser.parse_args(argv)
    app = stages.model(args.app)
    if args.name and (wrong := settings.name_problems(args.name)):
        raise Problems(*wrong)
    app["name"] = args.name or app["name"]
    name, cfn = names.stack(app["name"], args.stage), stages.client("cloudformation", app, args.stage)
    stack = stacks.described(cfn, name)
    if stack is None:
        cli.say(f"{name} is not there: nothing to delete")
        return hint_at_earlier_name(cfn, app, args)
    if args.name:
        earlier_stacks.refuse_foreign(stack, args.name, args.stage)
    stays = agree(cfn, app, stack, args)
    variables = f" app={args.name}" * bool(args.name) + stages.said(args.stage)
    try:
        delete(cfn, app, stack, args.stage)
    except KeyboardInterrupt:
        cli.say(f"\nthe cloud goes on; `make delete{variables}` joins it again")
        raise
    cli.say(f"{name} deleted")
    for each in stays:
        cli.say(f"  still there: {each}")


if __name__ == "__main__":
    cli.run(main)
