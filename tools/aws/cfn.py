"""Parts of a CloudFormation template as plain dicts. Pure."""
import json
from collections.abc import Iterable

import orjson


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


def join(separator: str, parts: Iterable) -> dict:
    """{"Fn::Join": [separator, parts]}"""
    return {"Fn::Join": [separator, list(parts)]}


def text(template: dict) -> bytes:
    """The bytes of a template, in ASCII: CloudFormation's GetTemplate returns `?` for any other character."""
    raw = orjson.dumps(template, option=orjson.OPT_SORT_KEYS)
    return raw if raw.isascii() else json.dumps(template, sort_keys=True, separators=(",", ":")).encode()


def merge(*fragments) -> dict:
    """One dict of all fragments. Raises ValueError if two of them have the same id."""
    merged = {}
    for fragment in fragments:
        duplicates = sorted(merged.keys() & fragment.keys())
        if duplicates:
            raise ValueError(f"made twice: {', '.join(duplicates)}")
        merged.update(fragment)
    return merged
