#!/usr/bin/env python3
"""Writes the files with which a build server tests and deploys the app, and the template of its roles on AWS.

    tools/write_ci.py build/app.json build/template.json --stage dev             # GitHub Actions
    tools/write_ci.py build/app.json build/template.json --stage dev --do codebuild

It reads the repository and its main branch from git, and makes no call. A file that a person wrote or changed is not
overwritten.
"""
from aws import cfn, clients, stages
from aws.app_file import read_model
from deploy import parameters, policy_rules, stage_policies
from kit import cli, settings, stage_settings
from kit.problems import problem
from project import codebuild, github
from recipes import image

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
NEXT_OF_CODEBUILD = """\
{buildspec} deploys {branch} of {repository} to the stage {stage}. An administrator of the account, once:
  aws codeconnections create-connection --provider-type GitHub --connection-name {stack} --region {region}
then opens the connection in the console (Developer Tools, Settings, Connections), so that GitHub agrees to it, and:
  aws cloudformation deploy --template-file {template} --stack-name ci-codebuild-{stack} --region {region} \\
    --capabilities CAPABILITY_NAMED_IAM --parameter-overrides Connection=ARN"""
BOUNDARY = """\
The roles of the app need the boundary {name}: `make policy stage={stage}` prints the command that creates it."""
NO_BOUNDARY = """\
app.yaml lacks `boundary: true`: without it the role cannot create roles, so the first deploy would be denied."""


def server(text):
    """The build server of a value of `do`, whose default is create."""
    return cli.choice("do", CONTENTS)("github" if text == "create" else text)


def of_github(target):
    """[line] of what a person does next with the workflow."""
    return [NEXT.format(**target._asdict(), workflow=github.workflow_path(target.folder), template=github.TEMPLATE),
            *(f"  gh secret set {name}" for name in target.variables(github.DEPLOY))]


def of_codebuild(target):
    """[line] of what a person does next with the buildspec."""
    return [NEXT_OF_CODEBUILD.format(**target._asdict(), buildspec=codebuild.BUILDSPEC, template=codebuild.TEMPLATE), *(
        f"  aws ssm put-parameter --type SecureString --name {codebuild.parameter(target, name)} "
        f'--region {target.region} --value "${name}"' for name in target.variables(github.DEPLOY))]


CONTENTS = {"github": github.contents, "codebuild": codebuild.contents}
NEXT_LINES = {"github": of_github, "codebuild": of_codebuild}


def next_steps(target, app, facts, paths, lines):
    """The text of what a person does next. paths: of the files; lines: about the build server"""
    has_boundary = app["settings"].get("boundary")
    return "\n".join([
        *lines,
        BOUNDARY.format(name=policy_rules.boundary_name(facts), stage=target.stage) if has_boundary else NO_BOUNDARY,
        f"Last: git add {' '.join(paths)}, commit and push."])


def image_needs(app) -> dict[str, bool]:
    """{"docker": whether a deploy builds images, "emulation": whether one of them is for arm64}"""
    architectures = {fn["infra"].get("architecture", app["settings"]["architecture"])
                     for fn in app["lambdas"].values() if image.has_image(fn)}
    return {"docker": bool(architectures), "emulation": "arm64" in architectures}


def main(argv):
    parser = stages.parser(__doc__)
    parser.set_defaults(stage=STAGE)
    parser.add_argument("template", help="template.json")
    parser.add_argument("--do", default="github", type=server, help=", ".join(CONTENTS))
    args = parser.parse_args(argv)
    if args.stage == clients.LOCAL:
        raise problem("", 0, "a build server cannot deploy to the local cloud of this machine",
                      f"make ci stage={STAGE}")
    app, template = read_model(args.app), cfn.read_template(args.template)
    facts = stage_policies.facts(app, args.stage, github.ACCOUNT)
    valued = settings.values(settings.read()["env"], args.stage)
    remote, repository = github.repository()
    target = github.Target(repository, github.main_branch(remote), facts["stack"], args.stage, facts["region"],
                           [name for name in sorted(parameters.variables(app)) if name not in valued],
                           **image_needs(app),
                           webhook=stage_settings.alerts(app["settings"], args.stage).get("variable", ""),
                           folder=github.folder())
    policies = stage_policies.policies(app, template, facts)
    contents = CONTENTS[args.do](target, policies, stage_policies.read_only(policies))
    github.write(contents)
    cli.say(next_steps(target, app, facts, contents, NEXT_LINES[args.do](target)))


if __name__ == "__main__":
    cli.run(main)
