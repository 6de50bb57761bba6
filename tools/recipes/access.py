"""The statements of a lambda's role: for the calls of its code, and for its variables where the calls are not known.

    sources(app, fn)  yields ([statement], (path, line)): the line of code that needs the statements

`calls` and `doubts` of a lambda (aws/app.py) come from the scan. A variable that a doubt names gets all usual
permissions of its kind, and so does each variable of a lambda whose code was not followed.
"""
import re
from collections.abc import Iterator
from typing import Any

from aws import cfn, resource_arns, tables
from aws.app import AppModel, CalledAction, Lambda, Variable
from aws.iam import evaluation
from aws.iam.resources import PROFILE_REGIONS
from kit import names
from recipes import bucket, environment, function, own_resources, permission, table, user_pool

# The kinds of variables whose calls the scan binds to their resources; others keep all their permissions.
NARROWED = {"table", "bucket", "website", "queue", "topic", "bus", "function", "secret", "user_pool",
            "data_stream", "parameter"}
VARIABLE = re.compile(r"\$\{env:(\w+)\}")
NONE = cfn.sub("arn:${AWS::Partition}:s3:::${AWS::StackName}-none")  # of a variable without a value
# The ARN of a name that is a value: before it only the type of the resource stands, so the value may be an ARN itself.
NAMED = re.compile(r"(arn:(?:(?:[^:$]|\$\{AWS::\w+\})*:){4}(?:[\w-]+[/:])?)\$\{env:(\w+)\}(.*)", re.DOTALL)
CONNECTIONS = re.compile(r"(arn:.*:execute-api:.*:)\$\{env:\w+\}(/.*)")  # the value is the address of an API
ANYWHERE = "arn:${AWS::Partition}:bedrock:*::foundation-model/"
IN_REGION = "arn:${AWS::Partition}:bedrock:${AWS::Region}::foundation-model/"
OPEN = re.compile(r"(^|:)([\w-]+/)?\*$")  # an ARN of any resource of a type
Source = tuple[list[dict], tuple[str, int]]


def statements(app: AppModel, fn: Lambda, optional: set[str] | None = None) -> list[dict]:
    """[statement] of the lambda's role: of equal resources one, with all actions. optional: as of text()"""
    return grouped([statement for statements_, _at in sources(app, fn, optional) for statement in statements_])


def sources(app: AppModel, fn: Lambda, optional: set[str] | None = None) -> Iterator[Source]:
    """Yields ([statement], (path, line)): of variables with a doubt first, then of calls. optional: as of text()"""
    doubted = {name for doubt in fn.get("doubts", []) for name in doubt["variables"]}
    granted = []
    for variable in fn["env"]:
        is_whole = "calls" not in fn or variable["name"] in doubted or variable["kind"] not in NARROWED
        if variable["kind"] in environment.MODULES and is_whole:
            whole = environment.MODULES[variable["kind"]].access_statements(app, variable["of"])
            granted += [(action, statement["Resource"]) for statement in whole for action in statement["Action"]]
            yield whole, (variable["file"], variable["line"])
    for call in fn.get("calls", []):
        resources = [resource(app, fn, call, optional)]
        if isinstance(call["on"], dict) and call["on"].get("index") == "*":
            resources.append(cfn.arn(table.table_id(call["on"]["name"])))
        resources = [arn for arn in resources if arn is not None and (call["action"], arn) not in granted
                     and not is_listed(fn, call)]
        if resources:
            yield [permission.allow([call["action"]], arn) for arn in resources], (call["file"], call["line"])


def is_listed(fn: Lambda, call: CalledAction) -> bool:
    """Whether `permissions:` has the action of a call whose resource the code does not name."""
    is_open = isinstance(call["on"], str) and OPEN.search(call["on"])
    return bool(is_open) and any(evaluation.matches(action.lower(), call["action"].lower())
                                 for entry in fn["infra"]["permissions"] for action in entry["action"])


def resource(app: AppModel, fn: Lambda, call: CalledAction, optional: set[str] | None) -> dict | str | None:
    """The Resource of a call's statement; None if the app has none, as of the indexes of a table without indexes.
    optional: as of text()"""
    on = call["on"]
    if isinstance(on, str):
        return text(app, fn, on, optional)
    kind, name = on["kind"], on["name"]
    if kind == "user_pool":
        return cfn.arn(user_pool.pool_id(name))
    if kind in ("bucket", "website"):
        id_ = bucket.bucket_id(name, kind)
        return cfn.sub(f"${{{id_}.Arn}}/{on['key']}") if "key" in on else cfn.arn(id_)
    if kind == "table":
        if "index" in on:
            indexes = tables.indexes(app["state"]["table"][name]) if name in app["state"]["table"] else {}
            is_there = indexes or on["index"] != "*"
            return cfn.sub(f"${{{table.table_id(name)}.Arn}}/index/{on['index']}") if is_there else None
        return cfn.arn(table.table_id(name))
    if "qualifier" in on:
        return function.qualified_arn(app, name, on["qualifier"])
    return environment.MODULES[kind].access_statements(app, name)[0]["Resource"]


def text(app: AppModel, fn: Lambda, arn: str, optional: set[str] | None) -> dict | str | None:
    """The Resource of an ARN's text, in which ${env:NAME} stands for the value of a variable: the name of a resource,
    or its ARN, which only the deploy knows. None of a resource of resources.yaml of another service.

    optional  environment.optional_parameters() of the app, None: computed here, from all lambdas
    """
    own = resource_arns.own_variables(app, fn)
    if own_ids := sorted({own[name][1].partition(".")[0] for name in VARIABLE.findall(arn) if name in own}):
        named = resource_arns.with_own(arn, own)
        return named and own_resources.where_present(app, own_ids, text(app, fn, named, optional), NONE)
    by_name: dict[str, Variable] = {variable["name"]: variable for variable in fn["env"]}
    used = [by_name[name] for name in VARIABLE.findall(arn)]
    result = filled(arn.replace(ANYWHERE, IN_REGION) if used else arn)
    for form, value in other_forms(arn):
        result = {"Fn::If": [f"{form}{names.value_parameter(used[0]['name'])}", filled(value), result]}
    if optional is None:
        optional = environment.optional_parameters(environment.values(app)) if used else set()
    for parameter in sorted({names.value_parameter(variable["name"]) for variable in used} & optional):
        result = {"Fn::If": [environment.condition(parameter), result, NONE]}
    return result


def other_forms(arn: str) -> Iterator[tuple[str, str | dict]]:
    """Yields (form of FORMS, Resource) of an ARN whose name is the value of a variable: the resource if the value is
    of that form. A parameter of SSM "/a/b" has the ARN parameter/a/b; of a key's alias IAM compares the key's ARN."""
    used, match = VARIABLE.findall(arn), NAMED.fullmatch(arn)
    if not used:
        return
    value = cfn.ref(names.value_parameter(used[0]))
    if ANYWHERE in arn:  # a profile of several regions also needs its models there
        yield "IsArn", value
        yield "IsProfileArn", f"{ANYWHERE}*"
        yield "IsProfile", {"Fn::Sub": [f"{ANYWHERE}${{Provider}}.${{Model}}*", {
            "Provider": piece(value, ".", 1), "Model": piece(value, ".", 2)}]}
        return
    if IN_REGION in arn:
        yield "IsProfile", arn.replace(IN_REGION, f"{IN_REGION[:-18]}${{AWS::AccountId}}:inference-profile/")
    if connections := CONNECTIONS.fullmatch(arn):
        yield "IsApiUrl", {"Fn::Sub": [f"{connections[1]}${{Api}}/${{Stage}}{connections[2]}", {
            "Api": piece(piece(value, "/", 2), ".", 0), "Stage": piece(value, "/", 3)}]}
    if match and not arn.startswith("arn:${AWS::Partition}:s3:"):
        start, name, suffix = match.groups()
        if ":sqs:" in start:
            yield "IsUrl", {"Fn::Sub": [start.replace("AWS::AccountId", "Account") + "${Queue}", {
                "Account": piece(value, "/", 3), "Queue": piece(value, "/", 4)}]}
        if start.endswith(":parameter/"):
            yield "IsPath", f"{start[:-1]}${{env:{name}}}{suffix}"
        yield "IsArn", f"${{env:{name}}}{'*' if suffix == '/*' else suffix.removesuffix('-??????')}"
        if start.endswith(":key/"):
            yield "IsAlias", f"{start}*"


def conditions(app: AppModel) -> dict[str, dict]:
    """{"IsArnEnvKey": condition, "IsPathEnvKey": ...}: whether a value in an ARN is of one of the FORMS."""
    texts = {call["on"] for fn in app["lambdas"].values() for call in fn.get("calls", [])
             if isinstance(call["on"], str) and "${env:" in call["on"]
             and resource_arns.own_variables(app, fn).keys().isdisjoint(VARIABLE.findall(call["on"]))}
    texts |= {arn.replace(ANYWHERE, IN_REGION) for arn in texts}
    return {f"{form}{parameter}": FORMS[form](cfn.ref(parameter)) for arn in sorted(texts)
            for form, _resource in other_forms(arn) for parameter in [names.value_parameter(VARIABLE.findall(arn)[0])]}


def piece(value: str | dict, separator: str, at: int) -> dict:
    """The part of a value between its separators; "" if it has fewer parts."""
    return {"Fn::Select": [at, {"Fn::Split": [separator, {"Fn::Join": ["", [value, separator * max(at, 1)]]}]}]}


def is_equal(text_: str, value: dict) -> dict:
    """The condition that a value is equal to a text."""
    return {"Fn::Equals": [text_, value]}


# {form: function(value) -> the condition that a value is of this form}
FORMS = {
    "IsUrl": lambda value: {"Fn::Not": [is_equal("", piece(value, "//", 1))]},
    "IsArn": lambda value: is_equal("arn", piece(value, ":", 0)),
    "IsPath": lambda value: is_equal("", piece(value, "/", 0)),
    "IsAlias": lambda value: {"Fn::Or": [is_equal("alias", piece(value, "/", 0)), is_equal(
        "alias", piece(piece(value, "/", 0), ":", 5))]},
    "IsProfile": lambda value: {"Fn::Or": [is_equal(region, piece(value, ".", 0)) for region in PROFILE_REGIONS]},
    "IsProfileArn": lambda value: {"Fn::Not": [is_equal("", piece(value, "inference-profile/", 1))]},
    "IsApiUrl": lambda value: {"Fn::And": [is_equal("execute-api", piece(piece(value, "/", 2), ".", 1)), {
        "Fn::Not": [is_equal("", piece(value, "/", 3))]}]}}


def filled(arn: str | dict) -> Any:
    """The value in a template of an ARN's text with ${env:NAME}; a value of a template as it is."""
    if isinstance(arn, dict):
        return arn
    if CONNECTIONS.fullmatch(arn):  # the address is unknown until the deploy
        arn = VARIABLE.sub("*/*", arn)
    if match := VARIABLE.fullmatch(arn):
        return cfn.ref(names.value_parameter(match[1]))
    text_ = VARIABLE.sub(lambda match: f"${{{names.value_parameter(match[1])}}}", arn)
    return cfn.sub(text_) if "${" in text_ else text_


def grouped(statements_: list[dict]) -> list[dict]:
    """[statement]: of those with equal resources one, with the actions of all, sorted."""
    groups: list[tuple] = []
    for statement in statements_:
        actions = next((actions for resource_, actions in groups if resource_ == statement["Resource"]), None)
        if actions is None:
            groups.append((statement["Resource"], {*statement["Action"]}))
        else:
            actions.update(statement["Action"])
    return [permission.allow(sorted(actions), resource_) for resource_, actions in groups]
