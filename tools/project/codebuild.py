"""The buildspec of `make ci do=codebuild`, and the template of the two projects of CodeBuild that run it.

A push to the main branch deploys; a push to any other branch compares, with a role that only reads. Pull requests of
forks are not built: their code would run with the rights of a role.
"""
import re
from pathlib import Path

from kit.builder_settings import IMAGE, SIZES
from project import git, github
from project.github import PATH, Target
from recipes import builder

BUILDSPEC, TEMPLATE = "buildspec.yml", "ci-codebuild.template.json"
PURPOSES = {github.DEPLOY: builder.CI, github.DIFF: f"{builder.CI}-branches"}  # {purpose: end of the name}
MINUTES = 60
CONNECTION = r"arn:[a-z-]+:(codeconnections|codestar-connections):[a-z0-9-]+:[0-9]{12}:connection/[0-9a-f-]+"


def contents(target: Target, policies: list[dict], reading: list[dict]) -> dict[str, bytes]:
    """{path: content} of the two files."""
    text = Path(__file__).with_name("buildspec.yml").read_text()
    directory = f"      - cd ./{target.folder}\n" if target.folder else ""
    for name, value in {"stack": target.stack, "branch": target.branch, "stage": target.stage,
                        "directory": directory}.items():
        text = text.replace(f"<{name}>", value)
    return {BUILDSPEC: (text + github.HASH_LINE.format(git.content_hash(text.encode()))).encode(),
            TEMPLATE: template(target, policies, reading)}


def parameter(target: Target, name: str) -> str:
    """The name of the parameter of Systems Manager that has the value of a variable."""
    return f"{PATH}{target.stack}/{name}"


def template(target: Target, policies: list[dict], reading: list[dict]) -> bytes:
    """The template of the projects, their roles and their log group. policies, reading: as of github.template()"""
    resources: dict[str, dict] = {"LogGroup": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 30}}}
    for (purpose, ending), documents in zip(PURPOSES.items(), (policies, reading)):
        project = f"{target.stack}{ending}"
        resources |= github.role_resources(purpose, documents, {
            "RoleName": github.role(target, f"codebuild-{purpose.lower()}"),
            "AssumeRolePolicyDocument": trust(project),
            "Policies": [{"PolicyName": "build", "PolicyDocument": own_permissions(target, purpose)}]})
        resources[f"{purpose}Project"] = {"Type": "AWS::CodeBuild::Project",
                                          "Properties": project_properties(target, project, purpose)}
    return github.with_hash({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": f"The projects with which CodeBuild deploys {target.stack}. Written by make ci do=codebuild.",
        "Parameters": {"Connection": {"Type": "String", "AllowedPattern": CONNECTION,
                                      "Description": "the ARN of a connection to GitHub, which is available"}},
        "Resources": resources})


def project_properties(target: Target, project: str, purpose: str) -> dict:
    """The properties of a project, whose webhook is for the main branch, or for all others."""
    head = {"Type": "HEAD_REF", "Pattern": f"^refs/heads/{re.escape(target.branch)}$"}
    filters = [{"Type": "EVENT", "Pattern": "PUSH"}, *(
        [head] if purpose == github.DEPLOY else
        [{"Type": "HEAD_REF", "Pattern": "^refs/heads/"}, {**head, "ExcludeMatchedPattern": True}])]
    variables = [{"Name": "PURPOSE", "Value": purpose.lower()}, *(
        {"Name": name, "Type": "PARAMETER_STORE", "Value": parameter(target, name)}
        for name in target.variables(purpose))]
    return {
        "Name": project, "ServiceRole": {"Fn::GetAtt": [f"{purpose}Role", "Arn"]},
        "Source": {"Type": "GITHUB", "Location": f"https://github.com/{target.repository}.git", "GitCloneDepth": 1,
                   "BuildSpec": f"{target.prefix()}{BUILDSPEC}", "ReportBuildStatus": True,
                   "Auth": {"Type": "CODECONNECTIONS", "Resource": {"Ref": "Connection"}}},
        "Artifacts": {"Type": "NO_ARTIFACTS"},
        "Environment": {"Type": "LINUX_CONTAINER", "Image": IMAGE, "ComputeType": SIZES["small"],
                        **({"PrivilegedMode": True} if target.docker else {}), "EnvironmentVariables": variables},
        "LogsConfig": {"CloudWatchLogs": {"Status": "ENABLED", "GroupName": {"Ref": "LogGroup"}}},
        "TimeoutInMinutes": MINUTES, "Triggers": {"Webhook": True, "FilterGroups": [filters]}}


def own_permissions(target: Target, purpose: str) -> dict:
    """The policy of what a build itself does: it writes its log, clones the repository, and reads its variables.

    docs.aws.amazon.com/codebuild/latest/userguide/connections-github-app.html
    """
    statements: list[dict] = [
        {"Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
         "Resource": {"Fn::GetAtt": ["LogGroup", "Arn"]}},
        {"Effect": "Allow", "Action": ["codeconnections:GetConnection", "codeconnections:GetConnectionToken"],
         "Resource": {"Ref": "Connection"}}]
    if names := target.variables(purpose):
        statements.append({"Effect": "Allow", "Action": ["ssm:GetParameters"], "Resource": [
            {"Fn::Sub": f"arn:${{AWS::Partition}}:ssm:${{AWS::Region}}:${{AWS::AccountId}}:parameter"
                        f"{parameter(target, name)}"} for name in names]})
    return {"Version": "2012-10-17", "Statement": statements}


def trust(project: str) -> dict:
    """The policy of who may assume a role: CodeBuild, for this project."""
    arn = f"arn:${{AWS::Partition}}:codebuild:${{AWS::Region}}:${{AWS::AccountId}}:project/{project}"
    return {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": builder.SERVICE},
        "Condition": {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"},
                                       "aws:SourceArn": {"Fn::Sub": arn}}}}]}
