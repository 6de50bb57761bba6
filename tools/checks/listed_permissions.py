"""Entries of `permissions`, of lambdas and of the builder: unknown actions, and resources that IAM never allows."""
import re
from collections.abc import Iterator
from typing import Any

from aws.iam import actions, evaluation, unknown_actions
from checks.check import Check, Finding, Findings, Subject
from kit.schema import line_of
from recipes import permission

# The end of a secret's ARN: docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html
SUFFIXED, WILDCARD = re.compile(r"-[A-Za-z0-9]{6}$"), re.compile(r"[*?$]")


def listed_permissions(subject: Subject) -> Iterator[tuple[str, dict[str, int], str, dict[str, Any]]]:
    """Yields (path, lines, dotted key, entry) of `permissions` of all lambdas, and of the builder of app.yaml."""
    for _name, fn in subject.lambdas:
        for at, entry in enumerate(fn["infra"]["permissions"]):
            yield fn["path"], fn["lines"], f"permissions.{at}", entry
    of_builder = subject.model["settings"].get("builder", {}).get("permissions", [])
    for at, entry in enumerate(permission.normal(of_builder)):
        yield subject.settings["path"], subject.settings["lines"], f"builder.permissions.{at}", entry


def unknown_permissions(subject: Subject) -> Findings:
    """Actions of `permissions` that IAM does not know."""
    for path, lines, key, entry in listed_permissions(subject):
        for index, action in enumerate(entry["action"]):
            if message_and_hint := unknown_actions.unknown(action):
                yield Finding(path, line_of(lines, f"{key}.action.{index}"), *message_and_hint,
                              "nothing at the deploy; AccessDeniedException at every call")


def unfit_resources(subject: Subject) -> Findings:
    """Resources of `permissions` for actions that IAM allows on all resources or on none."""
    for path, lines, key, entry in listed_permissions(subject):
        arns = [str(arn) for arn in evaluation.listed(entry.get("resource", []))]
        for index, action in enumerate(entry["action"]):
            if arns and not any(actions.takes_resource(action, arn) for arn in arns):
                yield Finding(path, line_of(lines, f"{key}.action.{index}"),
                              f"IAM never allows {action} on {arns[0]}: the action has no such resources",
                              "resource: '*', in an entry of its own", "nothing at the deploy; "
                              f"AccessDenied: not authorized to perform: {action}")


def partial_secrets(subject: Subject) -> Findings:
    """Resources of `permissions` that are the ARN of a secret without the six characters that AWS adds to it."""
    for path, lines, key, entry in listed_permissions(subject):
        for index, arn in enumerate(evaluation.listed(entry.get("resource", []))):
            name = str(arn).partition(":secret:")[2]
            if name and not WILDCARD.search(name) and (not SUFFIXED.search(name) or name.endswith("-secret")):
                yield Finding(path, line_of(lines, f"{key}.resource.{index}"),
                              f"no secret has the ARN ...:secret:{name}: AWS adds a hyphen and "
                              "six characters to the name", f"...:secret:{name}-??????", "nothing at the deploy; "
                              "AccessDeniedException: not authorized to perform: secretsmanager:GetSecretValue")


SECRET = "infra:\n  permissions:\n  - action: secretsmanager:GetSecretValue\n    resource: " \
    "'arn:aws:secretsmanager:eu-west-1:111122223333:secret:%s'\n---\nreturn 1"
METRIC = "infra:\n  permissions:\n  - action: cloudwatch:PutMetricData\n    resource: %s\n---\nreturn 1"
CHECKS = [
    Check("P702", "A permission for an action that IAM does not know",
          "No error at the deploy; AccessDeniedException at every call.",
          "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html",
          "infra:\n  permissions: ['s3:Getobjct']\n---\nreturn 1",
          "infra:\n  permissions: ['s3:GetObject']\n---\nreturn 1", unknown_permissions),
    Check("P703", "The ARN of a secret without its six characters",
          "AccessDeniedException: AWS adds a hyphen and six characters to the name of a secret in its ARN.",
          "https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html",
          SECRET % "stripe", SECRET % "stripe-??????", partial_secrets),
    Check("P704", "A permission on a resource that the action does not have",
          "AccessDenied at every call: IAM compares the resource with those of the action, and for many actions these "
          "are only '*'.",
          "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-"
          "contextkeys.html",
          METRIC % "'arn:aws:cloudwatch:eu-west-1:111122223333:metric/Demo'", METRIC % "'*'", unfit_resources),
]
