"""`concurrency: {provisioned: 2}` and `snapstart: true`: a version of the function, and its alias `live`.

Both settings apply only to a published version, so every trigger and every variable of such a lambda names the alias.
A deploy that changes the code or the configuration publishes a version, and CloudFormation deletes the previous one:
the description of both resources has a digest of the contents, and a version with another description is another
resource.
docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html
docs.aws.amazon.com/lambda/latest/dg/snapstart.html
"""
import hashlib
from typing import Any

import orjson

from aws import cfn
from aws.app import AppModel, Lambda
from kit import names

ALIAS = "live"
# What names the function itself, and not who invokes it.
OF_FUNCTION = ("AWS::Lambda::Function", "AWS::IAM::Role", "AWS::Logs::LogGroup")
# What CloudFormation takes the function and a qualifier for.
QUALIFIED = ("AWS::Lambda::Url", "AWS::Lambda::EventInvokeConfig")


def has_alias(infra: dict[str, Any]) -> bool:
    """Whether the lambda has a version and an alias. infra: its block in normal form"""
    return bool(infra.get("snapstart")) or bool(infra.get("concurrency", {}).get("provisioned"))


def suffix(app: AppModel, name: str) -> str:
    """":live" of a lambda with an alias, else "": the end of its name and ARN for those who invoke it."""
    fn: Any = app["lambdas"].get(name, {})
    return f":{ALIAS}" if has_alias(fn.get("infra", {})) else ""


def ids(name: str) -> tuple[str, str]:
    """("HelloLiveVersion", "HelloLiveAlias") of lambda "hello"."""
    return names.logical_id(name, "live", "version"), names.logical_id(name, "live", "alias")


def parameter(name: str) -> str:
    """The parameter with a digest of the values of the others, but for the code of other lambdas: deploy sets it."""
    return names.logical_id(name, "live", "values")


def parameters(app: AppModel) -> list[str]:
    """[parameter] of the lambdas with an alias."""
    return [parameter(name) for name, fn in sorted(app["lambdas"].items()) if has_alias(fn["infra"])]


def parameter_values(app: AppModel, values: dict[str, str]) -> dict[str, str]:
    """{parameter: its value} of the lambdas with an alias. values: {parameter: value} of all others"""
    codes = {names.code_parameter(name) for name in app["lambdas"]}
    return {parameter(name): digest({key: value for key, value in values.items()
                                     if key not in codes or key == names.code_parameter(name)})
            for name, fn in sorted(app["lambdas"].items()) if has_alias(fn["infra"])}


def digest(content: dict[str, Any]) -> str:
    """Sixteen characters that differ if the content differs."""
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def resources(fn: Lambda) -> dict[str, dict]:
    """{"HelloLiveVersion": ..., "HelloLiveAlias": ...} of a lambda with an alias, else {}."""
    if not has_alias(fn["infra"]):
        return {}
    (version_id, alias_id), function = ids(fn["name"]), cfn.ref(names.logical_id(fn["name"], "function"))
    provisioned = fn["infra"].get("concurrency", {}).get("provisioned")
    return {
        version_id: cfn.resource("AWS::Lambda::Version", {"FunctionName": function}),
        alias_id: cfn.resource("AWS::Lambda::Alias", {
            "FunctionName": function, "FunctionVersion": cfn.attribute(version_id, "Version"), "Name": ALIAS,
            **({"ProvisionedConcurrencyConfig": {"ProvisionedConcurrentExecutions": provisioned}}
               if provisioned else {})})}


def aliased(fn: Lambda, made: dict[str, dict]) -> dict[str, dict]:
    """The resources of a lambda, which name its alias instead of its function if it has one."""
    if not has_alias(fn["infra"]):
        return made
    function_id, (_version_id, alias_id) = names.logical_id(fn["name"], "function"), ids(fn["name"])
    return {id_: resource if resource["Type"] in OF_FUNCTION else
            {**resource, "Properties": {**resource["Properties"], "Qualifier": ALIAS}, "DependsOn": [alias_id]}
            if resource["Type"] in QUALIFIED else replaced(resource, function_id, alias_id)
            for id_, resource in made.items()}


def replaced(node: Any, function_id: str, alias_id: str) -> Any:
    """A value of a template with references to a function's alias in place of the function: Ref of the alias is its
    ARN, with which callers invoke it as with the function's name or ARN."""
    if node in (cfn.ref(function_id), cfn.arn(function_id)):
        return cfn.ref(alias_id)
    if isinstance(node, list):
        return [replaced(item, function_id, alias_id) for item in node]
    if isinstance(node, dict):
        return {key: replaced(item, function_id, alias_id) for key, item in node.items()}
    return node


def described(app: AppModel, all_resources: dict[str, dict]) -> dict[str, dict]:
    """All resources; functions with an alias, and their versions, have a description with a digest of the contents.

    The function needs it because Lambda publishes no version of a function that has not changed since the last version.
    """
    result = dict(all_resources)
    for name, fn in sorted(app["lambdas"].items()):
        if has_alias(fn["infra"]):
            function_id, version_id = names.logical_id(name, "function"), ids(name)[0]
            description = cfn.sub(f"{digest(closure(all_resources, function_id))} ${{{parameter(name)}}}")
            for id_ in (function_id, version_id):
                properties = {**all_resources[id_]["Properties"], "Description": description}
                result[id_] = {**all_resources[id_], "Properties": properties}
    return result


def closure(all_resources: dict[str, dict], id_: str) -> dict[str, dict]:
    """{logical id: resource} of a resource and of all that it refers to: what may change its configuration."""
    reached, waiting = {}, [id_]
    while waiting:
        current = waiting.pop()
        if current in all_resources and current not in reached:
            reached[current] = all_resources[current]
            waiting += [name for name, _attribute in cfn.references(all_resources[current])]
    return reached
