#!/usr/bin/env python3
"""Lists the resources of the stack: lambda, word, type, physical id and status.

    list_resources.py build/app.json --stage dev [--name hello]
"""
from aws import clients, stages
from incidents import functions
from kit import cli
from kit.columns import print_rows
from recipes import nesting
from recipes import template as recipe


def rows(resources, owners, name):
    """[{"lambda", "word", "type", "id", "status"}], sorted; only those of the lambda `name` if it is not ""."""
    rows_ = []
    for resource in resources:
        owner, word = owners.get(resource["LogicalResourceId"], ("-", "-"))
        if not name or owner == name:
            rows_.append({"lambda": owner or "shared", "word": word or "function",
                          "type": resource["ResourceType"].removeprefix("AWS::"),
                          "id": resource.get("PhysicalResourceId") or "-", "status": resource["ResourceStatus"]})
    return sorted(rows_, key=lambda row: [*row.values()])


@clients.errors_as_problems()
def main(argv):
    parser = stages.parser(__doc__, has_json=True)
    parser.add_argument("--name", default="", help="only the resources of this lambda")
    args = parser.parse_args(argv)
    app = stages.model(args.app)
    if args.name:
        args.name = stages.lambda_name(app, args.name)
    resources = functions.resources(app, args.stage)
    print_rows(rows(resources, nesting.all_owners(app, recipe.owners(app)), args.name), args.json)


if __name__ == "__main__":
    cli.run(main)
