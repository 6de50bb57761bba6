#!/usr/bin/env python3
"""Deletes the stack, and names what outlives it.

    delete_stack.py build/app.json --stage dev
    delete_stack.py build/app.json --stage dev --name demo      the stack of when the app was called demo
"""
from kit import cli, cloud, consent, earlier_stacks, failures, files, names, settings, stacks, stages
from kit.problems import Problems
from kit.progress import Progress
from recipes import nesting
from recipes import template as recipe


def retained(template, resources):
    """["AWS::DynamoDB::Table demo-dev-Demo-1X"]: what stays when the stack goes, with its data.

    template   the stack's own, not the one of build/: they may differ
    resources  as DescribeStackResources gives them
    """
    kept = {id_ for id_, each in template["Resources"].items()
            if each.get("DeletionPolicy", "").startswith("Retain")}
    return sorted(f"{each['ResourceType']} {each.get('PhysicalResourceId', '')}" for each in resources
                  if each["LogicalResourceId"] in kept)


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


@cloud.told()
def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("--name", default="", help="the app's name when it was deployed (default: its name now)")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    args = parser.parse_args(argv)
    app = files.read_json(args.app)
    if args.name and (wrong := settings.name_problems(args.name)):
        raise Problems(*wrong)
    app["name"] = args.name or app["name"]
    name, cfn = names.stack(app["name"], args.stage), stages.client("cloudformation", app, args.stage)
    stack = stacks.described(cfn, name)
    if stack is None:
        return cli.say(f"{name} is not there: nothing to delete")
    if args.name:
        earlier_stacks.refuse_foreign(stack, args.name, args.stage)
    kept = []
    if args.stage != cloud.LOCAL:  # which keeps nothing
        pages = cfn.get_paginator("list_stack_resources").paginate(StackName=stack["StackId"])
        kept = retained(cfn.get_template(StackName=stack["StackId"])["TemplateBody"],
                        [each for page in pages for each in page["StackResourceSummaries"]])
        stays = f"; {len(kept)} resources with data stay:\n  " + "\n  ".join(kept) if kept else ""
        consent.ask(f"delete the stack {name}{stays}", name, args.yes)
    said = f" app={args.name}" * bool(args.name) + stages.said(args.stage)
    try:
        delete(cfn, app, stack, args.stage)
    except KeyboardInterrupt:
        cli.say(f"\nthe cloud goes on; `make delete{said}` joins it again")
        raise
    cli.say(f"{name} deleted")
    for each in kept:
        cli.say(f"  still there: {each}")


if __name__ == "__main__":
    cli.run(main)
