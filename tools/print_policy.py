#!/usr/bin/env python3
"""Prints the IAM policies that allow a user to deploy the app, and nothing else.

    tools/print_policy.py build/app.json build/template.json --stage dev

It makes no call to AWS. The account is "*" unless --account names it.
"""
from aws import stages
from deploy import deploy_policy
from kit import cli, files, names


def schemas(template, region):
    """{type: AWS's schema} of the template's types, as cfn-lint has them for the region."""
    from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

    types = {resource["Type"] for resource in template["Resources"].values()}
    return {type_: PROVIDER_SCHEMA_MANAGER.get_resource_schema(region, type_).schema for type_ in types}


def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("template", help="template.json")
    parser.add_argument("--account", default="*", help="the account's number")
    args = parser.parse_args(argv)
    app, template = files.read_json(args.app), files.read_json(args.template)
    region = app["settings"]["region"]
    account_facts = {"account": args.account, "region": region, "bucket": stages.bucket(app),
             "stack": names.stack(app["name"], args.stage)}
    files.write_json("-", deploy_policy.policies(template, schemas(template, region), account_facts))


if __name__ == "__main__":
    cli.run(main)
