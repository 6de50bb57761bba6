#!/usr/bin/env python3
"""Lists what the stack is made of in the cloud: lambda, word, type, name there, and state.

    list_resources.py build/app.json --stage dev [--name hello]
"""
from botocore.exceptions import ClientError

from aws import clients, stacks, stages
from kit import cli, names
from kit.columns import columns
from recipes import nesting
from recipes import template as recipe


def rows(resources, owners, name):
    """[(owner, word, type, physical name, status)], sorted; only those of one lambda if name is given."""
    found = []
    for each in resources:
        whose, word = owners.get(each["LogicalResourceId"], ("-", "-"))
        if not name or whose == name:
            found.append((whose or "shared", word or "function", each["ResourceType"].removeprefix("AWS::"),
                          each.get("PhysicalResourceId") or "-", each["ResourceStatus"]))
    return sorted(found)


@clients.told()
def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("--name", default="", help="only what this lambda has")
    args = parser.parse_args(argv)
    app = stages.model(args.app)
    if args.name:
        args.name = stages.lambda_name(app, args.name)
    cfn, stack = stages.client("cloudformation", app, args.stage), names.stack(app["name"], args.stage)
    try:
        resources = stacks.resources(cfn, stack)
    except ClientError as error:
        if stacks.absent(error):
            raise stages.undeployed(app, args.stage)
        raise
    print("\n".join(columns(rows(resources, nesting.owners_too(app, recipe.owners(app)), args.name))))


if __name__ == "__main__":
    cli.run(main)
