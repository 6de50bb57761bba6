"""Calls of AWS that the lambda's role does not allow, by the role in the template."""
from typing import Any

from aws.iam import actions, evaluation
from checks import doubts, entries, physical_ids
from checks.check import Check, Finding, Findings, Subject, finding
from interpreter import models
from kit import names

UNKNOWN = "pareto-does-not-know"
VARIABLES = {  # {service: (kind, end of an example)} of the variables that name resources
    "dynamodb": ("table", "TABLE"), "s3": ("bucket", "BUCKET"), "sqs": ("queue", "LAMBDA_QUEUE"),
    "sns": ("topic", "LAMBDA_TOPIC"), "events": ("bus", "BUS"), "lambda": ("function", "LAMBDA_FUNCTION"),
    "secretsmanager": ("secret", "NAME_SECRET"), "cognito-idp": ("user_pool", "USER_POOL"),
    "kinesis": ("data_stream", "NAME_STREAM"), "ssm": ("parameter", "NAME_SECRET")}
OWN_REGIONS = [{"env": name} for name in ("AWS_REGION", "AWS_DEFAULT_REGION")]
BUCKETS, SCHEDULES = "arn:aws:s3:::", ":schedule/"


def refused_calls(subject: Subject) -> Findings:
    """Reachable calls whose action no statement of the role allows."""
    reported, roles = set(), {}
    outside_bus = {(finding.path, finding.line) for finding in entries.outside_app_bus(subject)}  # P807 reports them
    for name, call in subject.all_calls:
        if not call["reached"] or not call["sure"] or (call["file"], call["line"]) in outside_bus \
                or models.is_anonymous(call["service"], call["operation"]):
            continue
        if name not in roles:
            roles[name] = statements(subject, name), variables(subject, name)
        for action, arn in required_actions(call, roles[name][1]):
            key = name, action, call["file"], call["line"]
            if isinstance(arn, str) and "/index/" in arn:
                arn = None  # P301 checks that the index exists
            if isinstance(arn, str):
                arn = physical_ids.with_placeholder_region(arn, subject.model["settings"]["region"])
            if key not in reported and not is_allowed(roles[name][0], action, arn):
                reported.add(key)
                others = evaluation.allowed_resources(roles[name][0], action)
                yield finding(call, f"the role of {name} does not allow {action}",
                              hint(action, arn, others, subject.model, name),
                              f"AccessDeniedException: not authorized to perform: {action}")


def refused_and_unspecified_calls(subject: Subject) -> Findings:
    """Refused calls, and calls whose resource `permissions` must name: one for each line."""
    refused = list(refused_calls(subject))
    lines = {(finding.path, finding.line) for finding in refused}
    every = [*refused, *(finding for finding in doubts.unspecified_calls(subject)
                         if (finding.path, finding.line) not in lines)]
    stores = doubts.other_stores(subject)
    return [Finding(at.path, at.line, *stores.get((at.path, at.line), at[2:4]), at.aws_message) for at in every]


def is_allowed(statements_, action, arn):
    """Whether a role allows an action on a resource; where its name is partly unknown, on one such resource.

    statements_  of the role; action: "s3:GetObject"; arn: with UNKNOWN for an unknown part
    """
    if not isinstance(arn, str) or UNKNOWN not in arn:
        return evaluation.role_allows(statements_, action, arn)
    start = arn.partition(UNKNOWN)[0]
    return any(start.startswith(head) or "*" in resource and head.startswith(start)
               for resource in evaluation.allowed_resources(statements_, action)
               for head in [resource.partition("*")[0] if "*" in resource else f"{resource}\n"])


def hint(action, arn, others, model, name):
    """The hint of a denied call: the variable that names such a resource, the line for the infra block, or the resource
    on which the role allows the action.

    others  [ARN] on which the role allows it; name: of the lambda
    """
    fn, service = model["lambdas"][name], action.partition(":")[0]
    if others:
        return f"the role allows it on {others[0].rpartition(':')[2]}"
    is_narrow = isinstance(arn, str) and arn != "*" or service in VARIABLES or action == actions.PASS_ROLE
    permission = f"{{action: {action}, resource: ...}}" if is_narrow else f"'{action}'"
    text = f"permissions: [{permission}] in the infra block of {fn['path']}"
    if service not in VARIABLES or isinstance(arn, str):
        return text
    kind, example = VARIABLES[service]
    own = [variable["name"] for variable in fn["env"] if variable["kind"] == kind]
    variable = own[0] if own else f"{names.prefix(names.own_prefix(model))}_{example}"
    return f'name it in this call by os.environ["{variable}"]; or {text}'


def required_actions(call, environment):
    """[(action, ARN or None)] that a call needs: [("dynamodb:GetItem", "arn:...")]; None: the ARN has an unknown part.

    environment  {"DEMO_TABLE": "DemoTable"}: the values of the lambda's variables
    """
    operation = "BatchWriteItem" if call["via"] == "batch" else call["operation"]
    try:
        params = sent_params(call, environment)
        pairs = actions.required_permissions(call["service"], operation, params, physical_ids.PLACEHOLDERS)
    except (KeyError, TypeError, AttributeError, IndexError, ValueError):
        return []  # the resource depends on an argument that is unknown, or no text
    if call["region"] not in (None, *OWN_REGIONS):
        return [(action, None) for action, _arn in pairs]
    return [(action, arn if is_whole(arn) or isinstance(arn, tuple) and all(map(is_whole, arn))
             or arn == "*" and "PhoneNumber" in params else None) for action, arn in pairs]


def is_whole(arn):
    """Whether an ARN has no unknown part; of an object's ARN the key may be known in part, of a schedule's its name."""
    if not isinstance(arn, str) or "*" in arn:
        return False
    start = arn.partition(UNKNOWN)[0]
    return start == arn or arn.startswith(BUCKETS) and "/" in start or SCHEDULES in start


def sent_params(call, environment) -> dict[str, Any]:
    """The arguments of a call as it would send them, with UNKNOWN where an ARN needs one that is unknown."""
    params = sent_value(call["args"], environment)
    if call["via"] == "batch":
        return {"RequestItems": {params.get("TableName", UNKNOWN): []}, "TableName": UNKNOWN}
    if call["operation"] == "CopyObject" and not isinstance(params.get("CopySource"), dict):
        params["CopySource"] = f"{UNKNOWN}/{UNKNOWN}"
    if call["service"] == "dynamodb":
        params.setdefault("TableName", UNKNOWN)
    if not isinstance(params.get("RequestItems", {}), dict):
        params["RequestItems"] = {UNKNOWN: UNKNOWN}
    return params


def sent_value(value, environment):
    """The value that a call would send, from its plain form; UNKNOWN for what is unknown.

    environment  {"DEMO_TABLE": "DemoTable"}: the values of the lambda's variables
    """
    if isinstance(value, dict):
        if "env" in value:
            return environment.get(value["env"], UNKNOWN)
        if "dict" in value:
            members = sent_fields(value["dict"], environment)
            others = {UNKNOWN: UNKNOWN, **({"EventBusName": UNKNOWN} if "DetailType" in members else {})}
            return {**others, **members} if value["open"] else members
        if "list" in value:
            return [sent_value(part, environment) for part in value["list"]]
        if "text" in value:
            return "".join(str(sent_value(part, environment)) if part is not None else UNKNOWN
                           for part in value["text"])
        return sent_fields(value, environment) if not {"kind", "any", "event", "answer", "row", "condition", "float"} \
            & value.keys() else UNKNOWN
    return value


def sent_fields(mapping, environment):
    """The fields of a mapping as the call would send them."""
    return {key: sent_value(part, environment) for key, part in mapping.items()}


def variables(subject, name):
    """{"DEMO_TABLE": "DemoTable"}: the values of a lambda's variables; of those from app.yaml only mail addresses,
    because the shell may set others at deploy."""
    template = subject.template()
    function = template["Resources"][names.logical_id(name, "function")]["Properties"]
    environment = physical_ids.resolved(template, function.get("Environment", {}).get("Variables", {}))
    mail_addresses = {key: value for key, value in subject.settings["env"].items()
                      if isinstance(value, str) and "@" in value}
    return {**{key: mail_addresses[key] for key in environment if key in mail_addresses},
            **{key: value for key, value in environment.items()
               if isinstance(value, str) and value != physical_ids.UNKNOWN_VALUE}}


def statements(subject, name):
    """The statements of a lambda's role."""
    template = subject.template()
    role = template["Resources"][names.logical_id(name, "role")]["Properties"]
    region = subject.model["settings"]["region"]
    return [{**statement, "Resource": [physical_ids.with_placeholder_region(arn, region)
                                       for arn in evaluation.listed(statement["Resource"])]}
            if "Resource" in statement else statement
            for statement in physical_ids.resolved(template, evaluation.role_statements(role))]


CHECKS = [
    Check("P701", "A call that the role does not allow",
          "AccessDeniedException. A role allows what the variables of the lambda name, and what `permissions` lists.",
          "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
          "boto3.client('kinesis').put_record(StreamName=event['stream'], Data=b'x', PartitionKey='a')",
          "infra:\n  permissions: ['kinesis:PutRecord']\n---\n"
          "boto3.client('kinesis').put_record(StreamName=event['stream'], Data=b'x', PartitionKey='a')",
          refused_and_unspecified_calls),
]
