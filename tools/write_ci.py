#!/usr/bin/env python3
"""Writes the workflow with which GitHub Actions tests and deploys the app, and the template of its roles on AWS.

    tools/write_ci.py build/app.json build/template.json --stage dev

It reads the repository and its main branch from git, and makes no call. A file that a person wrote or changed is not
overwritten.
"""
from aws import clients, stages
from deploy import parameters, policy_rules, stage_policies
from kit import cli, files, settings
from kit.problems import problem
from project import github

STAGE = "dev"
NEXT = """\
{workflow} deploys {branch} of {repository} to the stage {stage}. An administrator of the account, once:
  aws cloudformation deploy --template-file {template} --stack-name ci-{stack} --region {region} \\
    --capabilities CAPABILITY_NAMED_IAM
with --parameter-overrides CreateProvider=false if the account has GitHub's provider already. For a repository that was
made or renamed since June 2026 also Repository=OWNER-ID/NAME-ID: the part of the token's subject between the colons, as
docs/deploys.md#from-a-build-server says.
Then, in the repository (until then the workflow only tests):
  gh variable set AWS_ACCOUNT_ID --body 111122223333"""
BOUNDARY = """\
The roles of the app need the boundary {name}: `make policy stage={stage}` tells how to create it."""
NO_BOUNDARY = """\
app.yaml lacks `boundary: true`: without it the role cannot create roles, so the first deploy would be denied."""


def next_steps(target, app, facts):
    """The text of what a person does next."""
    text = NEXT.format(**target._asdict(), workflow=github.WORKFLOW, template=github.TEMPLATE)
    has_boundary = app["settings"].get("boundary")
    return "\n".join([
        text, *(f"  gh secret set {name}" for name in target.secrets),
        BOUNDARY.format(name=policy_rules.boundary_name(facts), stage=target.stage) if has_boundary else NO_BOUNDARY,
        f"Last: git add {github.WORKFLOW} {github.TEMPLATE}, commit and push."])


def main(argv):
    parser = stages.parser(__doc__)
    parser.set_defaults(stage=STAGE)
    parser.add_argument("template", help="template.json")
    args = parser.parse_args(argv)
    if args.stage == clients.LOCAL:
        raise problem("", 0, "GitHub cannot deploy to the local cloud of this machine", f"make ci stage={STAGE}")
    app, template = files.read_json(args.app), files.read_json(args.template)
    facts = stage_policies.facts(app, args.stage, github.ACCOUNT)
    valued = settings.values(settings.read()["env"], args.stage)
    target = github.Target(github.repository(), github.main_branch(), facts["stack"], args.stage, facts["region"],
                           [name for name in parameters.variables(app) if name not in valued])
    policies = stage_policies.policies(app, template, facts)
    github.write({github.WORKFLOW: github.workflow(target).encode(),
                  github.TEMPLATE: github.template(target, policies, stage_policies.read_only(policies))})
    cli.say(next_steps(target, app, facts))


if __name__ == "__main__":
    cli.run(main)
