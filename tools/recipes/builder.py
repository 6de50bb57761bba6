"""The app's CodeBuild project, which the variable APP_BUILDER names: kit/builder_settings.py has its settings."""
import json
from typing import Any

from aws import cfn
from aws.app import AppModel
from kit.builder_settings import SIZES, source_type
from recipes import function, log, permission

ID, ROLE_ID, LOG_ID = "Builder", "BuilderRole", "BuilderLogGroup"
SERVICE = "codebuild.amazonaws.com"
# What a role may do that knows the project. A build's ARN has its project's name:
# docs.aws.amazon.com/service-authorization/latest/reference/list_awscodebuild.html
ON_PROJECT = ["codebuild:BatchGetBuilds", "codebuild:ListBuildsForProject", "codebuild:StartBuild",
              "codebuild:StopBuild"]
KIND = "builder"
CI = "-ci"  # ends the name of the project that deploys the app: project/codebuild.py
PROJECT_ARN = "arn:${AWS::Partition}:codebuild:${AWS::Region}:${AWS::AccountId}:project/${AWS::StackName}"


def settings(app: AppModel) -> dict[str, Any]:
    """`builder` of app.yaml, {} without it."""
    return app["settings"].get("builder", {})


def is_needed(app: AppModel) -> bool:
    """Whether a variable of a lambda names the project."""
    return bool(settings(app)) and any(
        variable["kind"] == KIND for fn in app["lambdas"].values() for variable in fn["env"])


def name(_app: AppModel, _name: str = "") -> dict[str, str]:
    """The project's name, which is the stack's: with a Ref, rules and lambdas would wait for the project's creation."""
    return cfn.sub("${AWS::StackName}")


def access_statements(_app: AppModel, _name: str) -> list[dict]:
    """[statement] of a role that may start, stop and read builds."""
    return [permission.allow(ON_PROJECT, cfn.arn(ID))]


def resources(app: AppModel) -> dict[str, dict]:
    """{"Builder": ..., "BuilderRole": ..., "BuilderLogGroup": ...}"""
    block = settings(app)
    # docs.aws.amazon.com/codebuild/latest/userguide/cross-service-confused-deputy-prevention.html
    of_project = {"aws:SourceAccount": cfn.ref("AWS::AccountId"), "aws:SourceArn": cfn.sub(PROJECT_ARN)}
    trust = permission.document([{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": SERVICE},
                                  "Condition": {"StringEquals": of_project}}])
    statements = [function.log_statement(LOG_ID), *permission.statements(permission.normal(block["permissions"]))]
    project = {
        "Name": name(app), "ServiceRole": cfn.arn(ROLE_ID), "Source": source(block),
        "Artifacts": {"Type": "NO_ARTIFACTS"},
        "Environment": {
            "Type": "ARM_CONTAINER" if "aarch64" in block["image"] else "LINUX_CONTAINER", "Image": block["image"],
            "ComputeType": SIZES[block["size"]], "PrivilegedMode": block["docker"],
            **({"EnvironmentVariables": [{"Name": key, "Value": value} for key, value in sorted(block["env"].items())]}
               if block["env"] else {})},
        "LogsConfig": {"CloudWatchLogs": {"Status": "ENABLED", "GroupName": cfn.ref(LOG_ID)}},
        "TimeoutInMinutes": block["timeout"]}
    return {ID: cfn.resource("AWS::CodeBuild::Project", project),
            LOG_ID: log.group(app["settings"]),
            ROLE_ID: function.role(statements, app["settings"], trust)}


def source(block: dict[str, Any]) -> dict[str, Any]:
    """The Source of the project: a repository, and the commands as a buildspec, which is YAML and so may be JSON.

    docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
    """
    buildspec = {"version": 0.2, "phases": {"build": {"commands": block.get("commands")}}}
    return {"Type": source_type(block["source"]) if "source" in block else "NO_SOURCE",
            **({"Location": block["source"]} if "source" in block else {}),
            **({"BuildSpec": json.dumps(buildspec)} if "commands" in block else {})}
