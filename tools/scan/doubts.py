"""Doubts: code that may call AWS in ways that the interpreter cannot follow. Pure."""
import re
from collections.abc import Iterator
from typing import Any

from aws.app import Doubt
from aws.iam import actions, dependent_actions, lent_permissions
from interpreter.observation import Observation
from scan.called_resources import KINDS, Names
from scan.lent_uses import own_uses
from scan.sent_values import OF_DATA

ALL_KINDS = [kind for kinds in KINDS.values() for kind in kinds]
# Functions outside the app that make no calls of AWS with their arguments.
HARMLESS = re.compile(r"^(aws_lambda_powertools\.(?!utilities\.(parameters|idempotency|feature_flags|data_masking|"
                      r"streaming))|aws_xray_sdk\.|logging\.|structlog\.|builtins\.(\w*Error|\w*Exception)$|"
                      r"unittest\.|botocore\.stub\.|requests\.|urllib3?\.|httpx\.|aiohttp\.|json\.|re\.|os\.path\.|"
                      r"pathlib\.|jwt\.|jose\.|jwcrypto\.|cognitojwt\.)")

# Packages that make clients of one service: a lambda's variables of its resources are for them
SERVICES = {"pynamodb": "dynamodb", "dyntastic": "dynamodb", "s3fs": "s3", "smart_open": "s3", "cloudpathlib": "s3",
            "aws_secretsmanager_caching": "secretsmanager", "ssm_cache": "ssm", "pycognito": "cognito-idp",
            "warrant": "cognito-idp"}

# Fields in which calls of other services name a bucket, which they use for the caller.
OF_BUCKETS = re.compile(r"^\w*(Bucket|bucketName|bucketArn|[sS]3|U[rR][iIlL]$|Location$)")
# Of these, fields that name a bucket in every service, and fields that name a key.
BUCKET, KEY = re.compile(r"[bB]ucket(Name|Arn)?$"), re.compile(r"(?i)(kms\w*key|key\w*kms|encryptionkey)\w*$|kmskey$")
READING = re.compile("(Describe|Get|List|Delete|Cancel|Untag)")  # the beginnings of operations

# What AWS does with the permissions of the caller, if the call names no role: {(service, operation): text}
# docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStack.html (RoleARN)
# docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_TagResources.html
# docs.aws.amazon.com/cloudcontrolapi/latest/userguide/resource-operations.html#resource-operations-permissions
# docs.aws.amazon.com/systems-manager/latest/userguide/running-simple-automations.html (AutomationAssumeRole)
# docs.aws.amazon.com/servicecatalog/latest/adminguide/constraints-launch.html (without a launch constraint)
LENT = {("cloudformation", "CreateStack"): "creates the resources of the stack",
        ("cloudformation", "DeleteStack"): "deletes the resources of the stack",
        **dict.fromkeys([("cloudformation", verb) for verb in (
            "ContinueUpdateRollback", "ExecuteChangeSet", "RollbackStack", "UpdateStack")],
            "changes the resources of the stack"),
        **dict.fromkeys([("servicecatalog", f"{verb}ProvisionedProduct") for verb in ("Terminate", "Update")] + [
            ("servicecatalog", "ProvisionProduct")], "changes the resources of the product"),
        ("ssm", "StartAutomationExecution"): "runs the steps of the document",
        **dict.fromkeys([("resourcegroupstaggingapi", f"{verb}Resources") for verb in ("Tag", "Untag")],
                        "tags resources by an action of their service"),
        **dict.fromkeys([("cloudcontrol", f"{verb}Resource") for verb in ("Create", "Update", "Delete", "Get")],
                        "calls the service of the resource")}

WITHOUT_TABLES = re.compile(r"\s*select\b(?!.*\bfrom\b).*", re.IGNORECASE | re.DOTALL)  # a query of Athena


def escapes(observation: Observation, names_: Names) -> Iterator[Doubt]:
    """Yields a Doubt for each of boto3's objects and variables' values that are passed to code outside the app."""
    callers: set[str] = set()
    for note in observation["notes"]:
        if note["note"] != "escaped" or note["pure"] or HARMLESS.match(note["to"]):
            continue
        to = f" to {note['to']}" if note["to"] else ""
        variables = [name for name in note["variables"] if names_.variables.get(name, ("",))[0] in ALL_KINDS]
        if note["service"] == "credentials":
            yield {"variables": [], "action": "", "file": note["file"], "line": note["line"],
                   "why": f"the credentials of the role are passed{to or ' on'}, which may sign requests with them"}
        elif note["service"] == "environment" and note["to"] not in callers:
            callers.add(note["to"])  # the first line of each package or program
            why = f"{note['to']} calls AWS with the role of the lambda, in code that the scan does not follow"
            of_service = doubt_of(SERVICES.get(note["to"], "sts"), (note["file"], note["line"]), why, names_)
            yield {**of_service, "action": ""}  # sts has no resources
        elif note["service"] and note["service"] != "environment":
            yield doubt_of(note["service"].replace("boto3", ""), (note["file"], note["line"]),
                           f"an object of boto3 is passed{to}, which is no code of the app" if to else "a method of "
                           "boto3 has a name that the code computes, or a function that is not known gets it", names_)
        elif variables:
            yield {"variables": variables, "action": "", "file": note["file"], "line": note["line"],
                   "why": f"{variables[0]} is passed{to or ' on'}, to code that is not the app's"}


def passed_names(call: Any, calls: list, fields: list[tuple], names_: Names) -> Iterator[Doubt]:
    """Yields a Doubt for each variable of a bucket, and each other bucket or key, that a call of another service names:
    the service may use it with the lambda's permissions, unless `calls` has them.

    call  of interpreter.observation.Call; fields: of sent_values.all_fields()
    """
    service = call["service"]
    covered = {(entry["on"]["kind"], entry["on"]["name"]) for entry in calls if isinstance(entry["on"], dict)}
    args = {key: value for key, value in call["args"].items() if key not in OF_DATA} if service not in (
        "s3", "glue", *lent_permissions.OWN_ACCESS) else {}
    named = False
    for field, variable in (pair for name in args for pair in named_variables(args[name], name, service not in KINDS)):
        target = names_.variables.get(variable, ("", None))
        if target[0] in KINDS["s3"] and OF_BUCKETS.search(field) and target not in covered:
            named = True
            yield {"variables": [variable], "action": "", "file": call["file"], "line": call["line"],
                   "why": f"{call['method']}() uses what {variable} names, with the permissions of the lambda"}
    others = [(name, text) for name, text in fields if not lent_permissions.OWN_KEY.fullmatch(text)]
    for kind, pattern in () if named else (("bucket", BUCKET), ("key", KEY)):
        if may_lend(kind, call, fields) and any(
                pattern.search(name) or kind == "bucket" and text.startswith("s3://") for name, text in others):
            yield {"variables": [], "action": "", "file": call["file"], "line": call["line"], "why":
                   f"{call['method']}() may use the {kind} that it names, with the permissions of the lambda"}


def may_lend(kind: str, call: Any, fields: list[tuple]) -> bool:
    """Whether a service may use a bucket or a key that a call names with the permissions of the caller, in a way that
    is in no table."""
    service, operation = call["service"], call["operation"]
    uses = own_uses(service, operation)
    if READING.match(operation):
        return False
    if kind == "key":
        return service not in lent_permissions.OWN_KEYS and not any("kms:" in use.actions for use in uses)
    return service not in lent_permissions.OWN_ACCESS and not uses and not any(
        dependent_actions.is_role(service, name) for name, _text in fields)


def effect_of_query(call: Any) -> str:
    """What a query of Athena does with the permissions of the lambda; "" of other calls, and of one without a table."""
    text = call["args"].get("QueryString")
    is_query = (call["service"], call["operation"]) == ("athena", "StartQueryExecution")
    is_of_tables = is_query and not (isinstance(text, str) and WITHOUT_TABLES.fullmatch(text))
    results = "" if "ResultConfiguration" in call["args"] else ", and writes results to the bucket of its workgroup"
    return f"reads tables of Glue and their files{results}" if is_of_tables else ""


def uses_of_the_role(call: Any) -> Iterator[Doubt]:
    """Yields a Doubt for a call that lets AWS use what the call does not name, with the permissions of the lambda: the
    tables and files of a query of Athena, the resources of a stack, the service of a resource that gets a tag.

    docs.aws.amazon.com/athena/latest/ug/security-iam-athena.html
    """
    parameters = call["args"].get("Parameters")
    parameters = parameters.get("dict", {}) if isinstance(parameters, dict) else {}
    has_role = {"RoleARN", "RoleArn"} & call["args"].keys() or "AutomationAssumeRole" in parameters
    effect = "" if has_role else LENT.get((call["service"], call["operation"]), "")
    effect = effect_of_query(call) or effect
    if effect:
        yield {"variables": [], "action": "", "file": call["file"], "line": call["line"],
               "why": f"{call['method']}() {effect}, with the permissions of the lambda"}


def named_variables(value: Any, field: str, is_nested: bool) -> Iterator[tuple[str, str]]:
    """Yields (field, variable) of the variables in a plain value, each with the innermost field that holds it.

    is_nested  whether fields inside mappings count
    """
    if isinstance(value, dict) and isinstance(value.get("env"), str):
        yield field, value["env"]
    elif isinstance(value, dict) and "dict" in value:
        for key in value["dict"] if is_nested else ():
            yield from named_variables(value["dict"][key], key, True)
    elif isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from named_variables(part, field, is_nested)


def doubt_of(service: str | None, at: tuple[str, int], why: str, names_: Names) -> Doubt:
    """The Doubt about all variables of a service; None: about all variables. at: (path, line)"""
    kinds = KINDS.get(service, ()) if service else ALL_KINDS
    return {"variables": sorted(name for name, (kind, _of) in names_.variables.items() if kind in kinds),
            "action": f"{actions.prefix(service)}:*" if service else "", "file": at[0], "line": at[1], "why": why}


def unknown_resource(action: str, call) -> Doubt:
    """The Doubt about a call whose resource is not known."""
    return {"variables": [], "action": action, "file": call["file"], "line": call["line"],
            "why": f"the resource of {call['method']}() is not known"}


def unlisted_action(action: str, call: Any) -> Doubt:
    """The Doubt about a call whose action IAM's list does not have."""
    return {**unknown_resource(action, call), "why": f"the action of IAM for {call['method']}() is not known"}


def distinct(doubts: list[Doubt]) -> list[Doubt]:
    """The doubts, each once, in the order of their places."""
    by_key: dict = {}
    for doubt in doubts:
        by_key.setdefault((doubt["file"], doubt["line"], doubt["why"]), doubt)
    return [doubt for _key, doubt in sorted(by_key.items())]
