"""A lambda's function, its role, its log group, and the destination of its failed events.

Lambdas may name each other in circles, so the ARN of another lambda is built from its name (`arn`),
never with Ref or GetAtt: CloudFormation could not order the resources.
"""
import json
from typing import Any

from aws import cfn, tables
from aws.app import AppModel, AppSettings, Lambda
from kit import log_settings, names
from recipes import alarm, failures_queue, image, layer, live, log, option, permission, recipients

LINES_HANDLER = "pareto_invocation_lines.handler"  # of recipes/code/invocation_lines.py, which push puts into the zip
MOST_RULES = 20  # that call a function, each with a permission of its own
MOST_STATEMENTS = 20  # of a role, before they are merged
MOST_INVOKED = 60  # lambdas in a role that invokes them: IAM takes 10,240 characters
ASSUME = permission.document([
    {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}])

# The policy that `boundary: true` of app.yaml puts on every role, except in the local cloud, which has none.
ON_AWS = "IsOnAws"
BOUNDARY = {"Fn::If": [
    ON_AWS, cfn.sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/${AWS::StackName}-boundary"),
    cfn.ref("AWS::NoValue")]}


def conditions(settings) -> dict:
    """{"IsOnAws": condition} if the roles have a boundary, or users sign in through Cognito's pages; else {}."""
    users = settings.get("users", {})
    is_needed = settings.get("boundary") or any("sign_in" in pool for pool in (users, *users.get("pools", {}).values()))
    return {ON_AWS: {"Fn::Not": [{"Fn::Equals": [cfn.ref("Stage"), "local"]}]}} if is_needed else {}


def own_name_text(app: AppModel, name: str) -> str:
    """The text for an Fn::Sub that becomes the name of a lambda's function."""
    return names.function("${AWS::StackName}", name, names.stack_number(app, name), names.is_image(app, name))


def name_text(app: AppModel, name: str) -> str:
    """The text for an Fn::Sub by which others invoke a lambda: its function's name, with the alias if it has one."""
    return own_name_text(app, name) + live.suffix(app, name)


def arn_text(app: AppModel, name: str) -> str:
    """The text for an Fn::Sub that becomes the ARN of a lambda's function, or of its alias."""
    return f"arn:${{AWS::Partition}}:lambda:${{AWS::Region}}:${{AWS::AccountId}}:function:{name_text(app, name)}"


def uri_text(app: AppModel, name: str) -> str:
    """The text for an Fn::Sub that becomes the URI by which API Gateway invokes a lambda's function."""
    return ("arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/"
            f"functions/{arn_text(app, name)}/invocations")


def arn(app: AppModel, name: str) -> dict[str, str]:
    """The ARN of a lambda's function as an Fn::Sub, which makes no resource depend on the function."""
    return cfn.sub(arn_text(app, name))


def qualified_arn(app: AppModel, name: str, qualifier: str) -> dict[str, str]:
    """The ARN of a version or an alias of a lambda's function."""
    return cfn.sub(arn_text(app, name).removesuffix(live.suffix(app, name)) + f":{qualifier}")


def value(app: AppModel, name: str) -> dict[str, str]:
    """The value of a variable APP_<LAMBDA>_FUNCTION: the function's name."""
    return cfn.sub(name_text(app, name))


def access_statements(app: AppModel, name: str) -> list[dict]:
    """[statement] of a role that may invoke the function of lambda `name`."""
    return [permission.allow(["lambda:InvokeFunction"], arn(app, name))]


def resources(app: AppModel, fn: Lambda, statements: list[dict], variables: dict[str, Any],
              asynchronous: bool) -> dict[str, dict]:
    """{"OrdersFunction": ..., "OrdersRole": ..., "OrdersLogGroup": ..., and for an asynchronous one
    "OrdersFailures": ...} of a lambda whose role has these statements and those of its `permissions`, and whose
    environment has these variables."""
    infra, settings = fn["infra"], app["settings"]
    function = {
        "FunctionName": cfn.sub(own_name_text(app, fn["name"])),
        "Handler": fn["handler"],
        "Code": {"S3Bucket": cfn.ref("ArtifactsBucket"), "S3Key": cfn.ref(names.code_parameter(fn["name"]))},
        "MemorySize": infra["size"],
        "Timeout": infra["timeout"],
    }
    if infra["layers"]:
        function["Layers"] = layer.references(app, fn)
    words = option.words(infra, settings)
    if lines := option.invocation_lines(words):
        function["Handler"] = LINES_HANDLER
        variables = {**variables, "PARETO_HANDLER": fn["handler"], **line_variables(app, fn, lines)}
    for word, value_ in words.items():
        function |= option.OPTIONS[word].properties(value_)
        statements = statements + option.OPTIONS[word].statements(value_)
    permissions = [conditional(app, statement) for statement in permission.statements(infra["permissions"])]
    of_lambda: Any = {**settings, "log": log_settings.merged(settings.get("log", {}), infra.get("log", {}))}
    variables = {**layer.powertools_variables(fn), **variables}
    of_function = parts(fn["name"], of_lambda, function, statements + permissions, variables,
                        infra if asynchronous else None, infra.get("alarm"))
    if "days" in infra.get("log", {}):
        of_function[f"{names.logical_id(fn['name'])}LogGroup"] = log.group(settings, infra["log"]["days"])
    if image.has_image(fn):
        function_id = names.logical_id(fn["name"], "function")
        of_function[function_id] = image.with_image(of_function[function_id])
    return {**live.aliased(fn, of_function), **live.resources(fn)}


def line_variables(app: AppModel, fn: Lambda, lines: list[str]) -> dict[str, str]:
    """The variables of code/invocation_lines.py beside the handler. lines: of option.invocation_lines()"""
    if "trace" not in lines:
        return {"PARETO_LINES": " ".join(lines)}
    keys = sorted({tuple(tables.keys(app["state"]["table"][str(variable["of"])]))
                   for variable in fn["env"] if variable["kind"] == "table"})
    is_scheduled = any((variable["kind"], variable["of"]) == ("schedule", fn["name"])
                       for other in app["lambdas"].values() for variable in other["env"])
    return {"PARETO_LINES": " ".join([*lines, *["schedule"] * is_scheduled]),
            **({"PARETO_KEYS": json.dumps(keys)} if keys not in ([], [("pk", "sk")]) else {})}


def conditional(app: AppModel, statement: dict) -> dict:
    """The statement, in Fn::If if its resource is one of resources.yaml that exists only under a condition."""
    own = app["resources"]["sections"]["Resources"] if "resources" in app else {}
    ids = {name for name, _attribute in cfn.references(statement["Resource"])} & own.keys()
    for condition in sorted({own[id_]["Condition"] for id_ in ids if "Condition" in own[id_]}):
        statement = {"Fn::If": [condition, statement, cfn.ref("AWS::NoValue")]}
    return statement


def parts(name: str, settings: AppSettings, function: dict, statements: list[dict], variables: dict,
          asynchronous: dict | None, alarm_block: dict | None = alarm.DEFAULT) -> dict[str, dict]:
    """The resources of any function, Pareto's or the app's.

    name          "orders", for the logical ids
    asynchronous  None if its callers wait; else the infra of the lambda, {} of a function of Pareto's own
    alarm_block   `alarm` of the lambda in normal form; None: `alerts.when` of the stage
    """
    stem = names.logical_id(name)
    function_id, role_id, log_id = f"{stem}Function", f"{stem}Role", f"{stem}LogGroup"
    result = {
        function_id: cfn.resource("AWS::Lambda::Function", {
            "Runtime": settings["runtime"],
            "Architectures": [settings["architecture"]],
            **function,
            "Role": cfn.arn(role_id),
            **log.config(settings.get("log", {}), log_id),
            **({"Environment": {"Variables": variables}} if variables else {}),
        }),
        log_id: log.group(settings),
    }
    if recipients.exist(settings):
        result |= alarm.subscription(name, log_id, alarm_block, function["Timeout"], settings)
    if asynchronous is not None:
        statements = [failures_queue.statement(), *statements]
        result[f"{stem}Failures"] = failures_queue.invoke_config(function_id, asynchronous)
    return {**result, role_id: role([log_statement(log_id), *statements], settings)}


def role(statements: list[dict], settings, trust: dict = ASSUME) -> dict:
    """A role with these statements, without duplicates. trust: the service that assumes it, Lambda by default.

    Many statements are merged: 40 tables of one lambda would exceed IAM's limit of 10,240 characters.
    """
    distinct = [statement for at, statement in enumerate(statements) if statement not in statements[:at]]
    if len(distinct) > MOST_STATEMENTS:
        distinct = merged(distinct)
    return cfn.resource("AWS::IAM::Role", {
        "AssumeRolePolicyDocument": trust,
        **({"PermissionsBoundary": BOUNDARY} if settings.get("boundary") else {}),
        "Policies": [{"PolicyName": "lambda", "PolicyDocument": permission.document(distinct)}]})


def merged(statements):
    """[statement]: of statements with equal actions one, with the resources of all."""
    resources_by_actions = {}
    for statement in statements:
        if "Fn::If" in statement:
            continue
        resources = resources_by_actions.setdefault(tuple(statement["Action"]), [])
        resource = statement["Resource"]
        resources += [item for item in (resource if isinstance(resource, list) else [resource])
                      if item not in resources]
    return [*(permission.allow([*actions], resources) for actions, resources in resources_by_actions.items()),
            *(statement for statement in statements if "Fn::If" in statement)]


def invoke_statement(app: AppModel, lambdas: list[str]) -> dict:
    """The statement that allows invoking the lambdas of these names, or all of the stack if there are very many."""
    return permission.allow(["lambda:InvokeFunction"], [arn(app, name) for name in lambdas]
                            if len(lambdas) <= MOST_INVOKED else cfn.sub(
                                "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:"
                                "${AWS::StackName}-*"))


def log_statement(log_id: str) -> dict:
    """The statement of a role that allows writing to the log group with that logical id."""
    return permission.allow(["logs:CreateLogStream", "logs:PutLogEvents"], cfn.arn(log_id))


def rules_permission(function_id, rules):
    """The AWS::Lambda::Permission of the stack's rules: "/*" of the app's bus, "-*" of the default bus.

    One permission for each of many rules would exceed Lambda's limit of 20,480 bytes for a function's policy.
    """
    return invoke_permission(function_id, "events.amazonaws.com", cfn.sub(
        f"arn:${{AWS::Partition}}:events:${{AWS::Region}}:${{AWS::AccountId}}:rule/${{AWS::StackName}}{rules}"))


def invoke_permission(function_id: str, principal: str, source_arn: dict) -> dict:
    """The AWS::Lambda::Permission of a source, or of the sources of a pattern, to invoke a function of the template."""
    return cfn.resource("AWS::Lambda::Permission", {
        "Action": "lambda:InvokeFunction",
        "FunctionName": cfn.ref(function_id),
        "Principal": principal,
        "SourceArn": source_arn})
