"""Parts of a CloudFormation template as plain dicts. Pure."""
import hashlib
import json
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any, NamedTuple, NotRequired, TypedDict

import orjson

from kit import files, yaml_functions
from kit.problems import problem

GROUP = yaml_functions.GROUP


class Resource(TypedDict):
    """A resource of a template, as far as the tools after expand need it."""

    Type: str
    Properties: NotRequired[dict[str, Any]]


class Template(TypedDict):
    """template.json: its sections besides the resources may be absent."""

    Resources: dict[str, Resource]


def read_template(path: str | Path) -> dict[str, Any]:
    """The template in a file. Raises Problems if it is absent, is an app model, or has values of other types."""
    template = files.read_json(path, shape=Template, is_partial=True)
    if "lambdas" in template:
        raise problem(path, 0, "is an app model, not a template", "`make template` writes build/template.json")
    return template


def resource(type_: str, properties: dict, **attributes) -> dict:
    """{"Type": ..., "Properties": ...} and attributes such as DependsOn or DeletionPolicy."""
    return {"Type": type_, "Properties": properties, **attributes}


def ref(id_: str) -> dict[str, str]:
    """{"Ref": id}"""
    return {"Ref": id_}


def attribute(id_: str, name: str) -> dict[str, list[str]]:
    """{"Fn::GetAtt": [id, name]}"""
    return {"Fn::GetAtt": [id_, name]}


def arn(id_: str) -> dict[str, list[str]]:
    """{"Fn::GetAtt": [id, "Arn"]}"""
    return attribute(id_, "Arn")


def sub(text: str) -> dict[str, str]:
    """{"Fn::Sub": text}, where text holds ${Id}, ${Id.Attribute} or ${AWS::Region}."""
    return {"Fn::Sub": text}


def text(template: dict) -> bytes:
    """The bytes of a template, in ASCII: CloudFormation's GetTemplate returns `?` for any other character."""
    raw = orjson.dumps(template, option=orjson.OPT_SORT_KEYS)
    return raw if raw.isascii() else json.dumps(template, sort_keys=True, separators=(",", ":")).encode()


def key(template: dict) -> str:
    """The key of a template in the artifacts bucket: "templates/<sha256>.json"."""
    return f"templates/{hashlib.sha256(text(template)).hexdigest()}.json"


def merge(*fragments) -> dict:
    """One dict of all fragments. Raises ValueError if two of them have the same id."""
    merged = {}
    for fragment in fragments:
        if not merged.keys().isdisjoint(fragment):
            raise ValueError(f"made twice: {', '.join(sorted(merged.keys() & fragment.keys()))}")
        merged.update(fragment)
    return merged


def dependencies(resource: dict) -> list[str]:
    """The logical ids of a resource's DependsOn."""
    ids = resource.get("DependsOn", [])
    return [ids] if isinstance(ids, str) else ids


def references(node) -> Iterator:
    """Yields the references of a value of a template: (name, attribute or None)."""
    waiting = [node]  # nested generators would pass each reference on through ten of them
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += reversed(node)
        elif isinstance(node, dict):
            if "Ref" in node:
                yield node["Ref"], None
            elif "Fn::GetAtt" in node:
                yield tuple(node["Fn::GetAtt"])
            elif "Fn::Sub" in node:
                pattern, variables = sub_parts(node["Fn::Sub"])
                yield from group_references(pattern, variables)
                waiting += reversed(variables.values())
            else:
                waiting += reversed(node.values())


class Uses(NamedTuple):
    """What a value of a template refers to: references() and the names of conditions()."""

    references: set[tuple[str, str | None]]
    conditions: set[str]


def uses(node) -> Uses:
    """The Uses of a value of a template, found at once."""
    result, waiting = Uses(set(), set()), [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            if "Ref" in node:
                result.references.add((node["Ref"], None))
            elif "Fn::GetAtt" in node:
                result.references.add(tuple(node["Fn::GetAtt"]))
            elif "Fn::Sub" in node:
                pattern, variables = sub_parts(node["Fn::Sub"])
                result.references.update(group_references(pattern, variables))
                waiting += variables.values()
            else:
                waiting += node.values()
            if "Fn::If" in node:
                result.conditions.add(node["Fn::If"][0])
            if isinstance(node.get("Condition"), str):
                result.conditions.add(node["Condition"])
    return result


def sub_parts(argument: str | list) -> tuple[str, dict[str, Any]]:
    """The text of Fn::Sub's argument and its variables: of a text, or of [text, {name: value}]."""
    text, variables = argument if isinstance(argument, list) else (argument, {})
    return text, variables


def group_references(text: str, variables: Collection[str]) -> Iterator[tuple[str, str | None]]:
    """Yields the references of the groups in a text of Fn::Sub, of which its variables are none."""
    for group in map(str.strip, GROUP.findall(text)):
        name, _dot, attribute = group.partition(".")
        if group not in variables:
            yield name, attribute or None


def conditions(node, only: str = "") -> Iterator[str]:
    """Yields the names of the conditions in a value of a template: of Fn::If, and of `Condition` of resources.

    only  "Fn::If": without the latter
    """
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += reversed(node)
        elif isinstance(node, dict):
            if "Fn::If" in node:
                yield node["Fn::If"][0]
            if not only and isinstance(node.get("Condition"), str):
                yield node["Condition"]
            waiting += reversed(node.values())


def conditions_of_entry(section: str, content: dict) -> set[str]:
    """{name} of the conditions of an entry of a section: in properties, a field `Condition` is none, but Fn::If is."""
    if section == "Conditions":
        return set(conditions([content]))
    own = {content["Condition"]} if isinstance(content.get("Condition"), str) else set()
    return own | set(conditions([content], "Fn::If"))


def resolved(value: Any, reference: Callable[[str, str | None], Any], unknown: str) -> Any:
    """A copy of a value of a template with its functions resolved: Fn::If is its first branch.

    reference  (name, attribute or None) -> what GetAtt or Ref returns
    unknown    stands for the results of functions that only AWS can compute
    """
    if isinstance(value, list):
        return [resolved(item, reference, unknown) for item in value]
    if not isinstance(value, dict):
        return value
    if "Ref" in value:
        return reference(value["Ref"], None)
    if "Fn::GetAtt" in value:
        return reference(*yaml_functions.attribute_parts(value["Fn::GetAtt"]) or ("", None))
    if "Fn::Sub" in value:
        text, variables = sub_parts(value["Fn::Sub"])
        return GROUP.sub(lambda group: str(resolved(variables[group[1]], reference, unknown)) if group[1] in variables
                         else reference(*yaml_functions.attribute_parts(group[1]) or (group[1], None)), text)
    if "Fn::Join" in value:
        separator, parts = value["Fn::Join"]
        parts = resolved(parts, reference, unknown)
        return separator.join(map(str, parts)) if isinstance(parts, list) else unknown
    if "Fn::If" in value:
        return resolved(value["Fn::If"][1], reference, unknown)
    if value.keys() & {"Fn::ImportValue", "Fn::Select", "Fn::Split"}:
        return unknown
    return {key: resolved(item, reference, unknown) for key, item in value.items()}
