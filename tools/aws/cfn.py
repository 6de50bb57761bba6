"""Parts of a CloudFormation template as plain dicts. Pure."""
import json

import orjson


def resource(type_, properties, **attributes):
    """{"Type": ..., "Properties": ...} and attributes such as DependsOn or DeletionPolicy."""
    return {"Type": type_, "Properties": properties, **attributes}


def ref(id_):
    """{"Ref": id}"""
    return {"Ref": id_}


def attribute(id_, name):
    """{"Fn::GetAtt": [id, name]}"""
    return {"Fn::GetAtt": [id_, name]}


def arn(id_):
    """{"Fn::GetAtt": [id, "Arn"]}"""
    return attribute(id_, "Arn")


def sub(text):
    """{"Fn::Sub": text}, where text holds ${Id}, ${Id.Attribute} or ${AWS::Region}."""
    return {"Fn::Sub": text}


def join(separator, parts):
    """{"Fn::Join": [separator, parts]}"""
    return {"Fn::Join": [separator, list(parts)]}


def text(template):
    """The bytes of a template, in ASCII: CloudFormation's GetTemplate returns `?` for any other character."""
    raw = orjson.dumps(template, option=orjson.OPT_SORT_KEYS)
    return raw if raw.isascii() else json.dumps(template, sort_keys=True, separators=(",", ":")).encode()


def merge(*fragments):
    """One dict of all fragments. Raises ValueError if two of them have the same id."""
    merged = {}
    for fragment in fragments:
        duplicates = sorted(merged.keys() & fragment.keys())
        if duplicates:
            raise ValueError(f"made twice: {', '.join(duplicates)}")
        merged.update(fragment)
    return merged
