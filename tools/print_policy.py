#!/usr/bin/env python3
"""Prints the IAM policies that allow a user to deploy the app, and nothing else; writes the boundary of its roles.

    tools/print_policy.py build/app.json build/template.json --stage dev

It makes no call to AWS. The account is "*" unless --account names it. The boundary is written to
build/STAGE/boundary.json: an administrator creates a policy from it, once.
"""
from aws import cfn, stages
from aws.app_file import read_model
from deploy import boundary, policy_rules, stage_policies
from kit import cli, files

FIRST = """\
These policies create roles only with the boundary {name}. An administrator creates it once:
  aws iam create-policy --policy-name {name} --policy-document file://{path}"""
NO_SETTING = """\
app.yaml lacks `boundary: true`: without it the app's roles have no boundary, and only an administrator can deploy."""


def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("template", help="template.json")
    parser.add_argument("--account", default="*", help="the account's number")
    cli.add_json(parser)  # for programs that add it to every call; the output is JSON without it
    args = parser.parse_args(argv)
    app, template = read_model(args.app), cfn.read_template(args.template)
    facts = stage_policies.facts(app, args.stage, args.account)
    path = f"build/{args.stage}/boundary.json"
    files.write_json(path, boundary.document(template, facts))
    files.write_json("-", stage_policies.policies(app, template, facts))
    cli.say(FIRST.format(name=policy_rules.boundary_name(facts), path=path))
    if not app["settings"].get("boundary"):
        cli.say(NO_SETTING)


if __name__ == "__main__":
    cli.run(main)
