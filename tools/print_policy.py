#!/usr/bin/env python3
"""Prints the IAM policies that allow a user to deploy the app, and nothing else; writes the boundary of its roles.

    tools/print_policy.py build/app.json build/template.json --stage dev

It makes no call to AWS. The account is "*" unless --account names it. The boundary is written to
build/STAGE/boundary.json: an administrator creates a policy from it, once.
"""
from aws import resource_types, stages
from deploy import boundary, deploy_policy, policy_rules
from kit import cli, files, names
from recipes import own_resources

FIRST = """\
These policies create roles only with the boundary {name}. An administrator creates it once:
  aws iam create-policy --policy-name {name} --policy-document file://{path}"""
NO_SETTING = """\
app.yaml lacks `boundary: true`: without it the app's roles have no boundary, and only an administrator can deploy."""


def schemas(template, region):
    """{type: AWS's schema} of the template's types, as cfn-lint has them for the region."""
    types = {resource["Type"] for resource in template["Resources"].values()}
    return {type_: resource_types.schema(region, type_) for type_ in types}


def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("template", help="template.json")
    parser.add_argument("--account", default="*", help="the account's number")
    args = parser.parse_args(argv)
    app, template = files.read_json(args.app), files.read_json(args.template)
    region = app["settings"]["region"]
    facts = {"account": args.account, "region": region, "app": app["name"], "stage": args.stage,
             "stack": names.stack(app["name"], args.stage), "bucket": stages.bucket(app),
             "domain": app["settings"].get("domain") or ""}
    path = f"build/{args.stage}/boundary.json"
    files.write_json(path, boundary.document(template, facts))
    own_types = {resource["Type"] for resource in own_resources.added(app).values()}
    files.write_json("-", deploy_policy.policies(template, schemas(template, region), facts, own_types))
    cli.say(FIRST.format(name=policy_rules.boundary_name(facts), path=path))
    if not app["settings"].get("boundary"):
        cli.say(NO_SETTING)


if __name__ == "__main__":
    cli.run(main)
