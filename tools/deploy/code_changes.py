"""Which code two versions of an app's templates run, and whether they differ in anything else. Pure.

The key of a function's code is the S3 key of its zip, or the URI of its image: in a stack a parameter (HelloCode), in a
nested stack a text.
"""
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from aws import cfn, stacks
from aws.iam.evaluation import listed, role_statements

# Properties of a function on which its code depends. Others (size, timeout, a new variable) suit older code too.
OF_CODE = ("Architectures", "FileSystemConfigs", "Handler", "ImageConfig", "PackageType", "Runtime", "VpcConfig")
# Properties of what a variable names: CloudFormation replaces the resource, and older code calls it differently.
OF_CALLS = {"AWS::DynamoDB::Table": "KeySchema", "AWS::SQS::Queue": "FifoQueue", "AWS::SNS::Topic": "FifoTopic"}
LOCATIONS = ("S3Key", "ImageUri")  # of the code, in the properties of a function


class Version(NamedTuple):
    """The templates of an app, as a stack records them or as a deploy makes them."""

    template: dict  # of the app's own stack
    values: dict[str, str]  # {parameter: value} of it
    children: dict[str, dict]  # {logical id: template} of nested stacks
    tags: dict[str, str]


def codes(version: Version, names: dict[str, str]) -> dict[str, str]:
    """{lambda: S3 key of its zip} of a version. names: {logical id of a function: lambda}"""
    templates = [(version.template, version.values), *((child, {}) for child in version.children.values())]
    return {names[id_]: key for template, values in templates
            for id_, resource in template.get("Resources", {}).items() if id_ in names
            and isinstance(key := code_key(resource, values), str)}


def code_key(resource: dict, values: dict[str, str]) -> str | None:
    """The key of a function's code; None of a resource without one. values: {parameter: value}"""
    key = location(resource)
    return values.get(key.get("Ref", "")) if isinstance(key, dict) else key


def location(resource: dict) -> Any:
    """What a template has for the key of a function's code: a Ref, a text, or None."""
    code = resource.get("Properties", {}).get("Code", {})
    return next((code[name] for name in LOCATIONS if name in code), None)


def bucket(resource: dict) -> Any:
    """The bucket of a function's zip, with its value; None of an image, and of another resource."""
    return resource.get("Properties", {}).get("Code", {}).get("S3Bucket")


def differ_in_code_alone(before: Version, after: Version, names: dict[str, str]) -> bool:
    """Whether only the code of the functions of `names` (as of codes()) differs, or nothing.

    The value of an SSM parameter is unknown here: CloudFormation compares it.
    """
    if any(parameter.get("Type", "").startswith("AWS::SSM::") for parameter in after.template["Parameters"].values()):
        return False
    return infrastructure(before, names) == infrastructure(after, names)


def infrastructure(version: Version, names: dict[str, str]) -> tuple:
    """A version without the code of the functions of `names`, to compare it with another version's."""
    template = without_code(version.template, names, version.children)
    parameters = {name for id_ in names if (name := code_parameter(version.template, id_))}
    # CloudFormation has to see a change of a key that more than the function refers to.
    used_elsewhere = {name for name, _attribute in cfn.references([
        template["Resources"], template.get("Outputs", {}), template.get("Conditions", {})])}
    values = {name: value for name, value in version.values.items() if name not in parameters - used_elsewhere}
    children = {id_: without_code(child, names) for id_, child in version.children.items()}
    return template, values, children, version.tags


def code_parameter(template: dict, id_: str) -> str | None:
    """The parameter with the key of the code of a function of a template, or None."""
    key = location(template.get("Resources", {}).get(id_, {}))
    return key.get("Ref") if isinstance(key, dict) else None


def without_code(template: dict, names: dict[str, str], children=()) -> dict:
    """A copy of a template without the keys of code, and without the URLs of the nested stacks `children`."""
    resources = dict(template.get("Resources", {}))
    for id_ in names.keys() & resources.keys():
        properties = resources[id_].get("Properties", {})
        if location(resources[id_]) is not None:
            code = {name: "" if name in LOCATIONS else value for name, value in properties["Code"].items()}
            properties = {**properties, "Code": code}
            resources[id_] = {**resources[id_], "Properties": properties}
    for id_ in children:
        resources[id_] = {**resources[id_], "Properties": {**resources[id_]["Properties"], "TemplateURL": ""}}
    return {**template, "Resources": resources}


def changed_children(before: dict, after: dict | None) -> dict[str, str]:
    """{logical id: URL} of the nested stacks of a template, as they are before, whose template is another after.

    after  a template; None: all nested stacks
    """
    urls, urls_after = child_urls(before), child_urls(after or {})
    return {id_: url for id_, url in urls.items() if after is None or urls_after.get(id_, url) != url}


def child_urls(template: dict) -> dict[str, str]:
    """{logical id: URL} of the nested stacks of a template."""
    return {id_: resource["Properties"]["TemplateURL"] for id_, resource in template.get("Resources", {}).items()
            if resource["Type"] == stacks.TYPE}


def obstacles(before: Version, after: Version, names: dict[str, str]) -> dict[str, str]:
    """{lambda: why the code that ran before cannot run with the infrastructure after}."""
    old, new = resources(before), resources(after)
    reasons = {}
    for id_, name in names.items():
        if id_ in old and id_ in new and (lost := sorted([*losses(id_, old, new), *(
                ["other layers"] if layers(before, old[id_]) - layers(after, new[id_]) else [])])):
            reasons[name] = ", ".join(lost)
    return reasons


def layers(version: Version, function: dict) -> set[str]:
    """{ARN} of the layers' versions of a function of a version, as JSON where only CloudFormation knows the ARN.

    A nested stack has the parameters of layers under their names in the app's own stack.
    """
    values = [version.values.get(layer.get("Ref", ""), layer) if isinstance(layer, dict) else layer
              for layer in function["Properties"].get("Layers", [])]
    return {json.dumps(value, sort_keys=True) for value in values}


def function_names(version: Version, names: dict[str, str], stack: str) -> dict[str, str]:
    """{lambda: name of its function} of a version; of a lambda in a nested stack, or an image, as that version has it.

    names  as of codes(); stack: the name of the app's own stack
    """
    return {names[id_]: re.sub(r"\$\{\w+(::\w+)?\}", stack, resource["Properties"]["FunctionName"]["Fn::Sub"])
            for id_, resource in resources(version).items()
            if id_ in names and "Fn::Sub" in resource["Properties"].get("FunctionName", {})}


def resources(version: Version) -> dict[str, dict]:
    """{logical id: resource} of a version, of all its templates."""
    templates = [version.template, *version.children.values()]
    return {id_: resource for template in templates for id_, resource in template.get("Resources", {}).items()}


def losses(id_: str, old: dict, new: dict) -> Iterator[str]:
    """Yields the permissions, variables and settings that a function lost and that its older code may need, and what
    its variables name and is replaced. old, new: {logical id: resource}"""
    before, after = old[id_]["Properties"], new[id_]["Properties"]
    yield from (f"another {name}" for name in OF_CODE if before.get(name) != after.get(name))
    variables = after.get("Environment", {}).get("Variables", {})
    yield from (f"another value of {name}" if name in variables else f"no variable {name}"
                for name, value in before.get("Environment", {}).get("Variables", {}).items()
                if variables.get(name) != value)
    for used in sorted({name for name, _attribute in cfn.references([variables]) if name in old and name in new}):
        name = OF_CALLS.get(new[used]["Type"], "")
        if name and old[used]["Properties"].get(name) != new[used]["Properties"].get(name):
            yield f"another {name} of {used}"
    role = before.get("Role", {}).get("Fn::GetAtt", [""])[0] if isinstance(before.get("Role"), dict) else ""
    lost = permissions(old[role]) - permissions(new[role]) if role in old and role in new else set()
    if lost:
        yield "no permission " + ", ".join(sorted({action for action, *_scope in lost}))


def permissions(role: dict) -> set[tuple]:
    """{(action, resource, condition)} that a role allows, the last two as JSON."""
    return {(action, json.dumps(resource, sort_keys=True), json.dumps(statement.get("Condition"), sort_keys=True))
            for entry in role_statements(role["Properties"])
            for statement in [entry["Fn::If"][1] if "Fn::If" in entry else entry]
            for action in listed(statement["Action"]) for resource in listed(statement["Resource"])}
