"""A template's values in the form that an operation of a service expects."""
import json


def coerced(value, shape):
    """A value in the form of a botocore shape.

    Templates contain text for numbers and booleans ("10", "true"), lists of Key and Value for tags,
    objects for JSON documents, plain lists where CloudFront counts its items, and keys in other case
    (RestApiId for restApiId). A value that fits no form is passed on: the service rejects it and names it.
    """
    return COERCIONS.get(shape.type_name, unchanged)(value, shape)


def structure(value, shape):
    """A mapping with its keys in the spelling of the shape's members, and their values coerced."""
    if isinstance(value, list) and {"Quantity", "Items"} <= shape.members.keys():
        value = {"Quantity": len(value), "Items": value}
    if not isinstance(value, dict):
        return value
    spellings = {name.lower(): name for name in shape.members}
    members = {key if key in shape.members else spellings.get(str(key).lower(), key): item
               for key, item in value.items()}
    return {name: coerced(item, shape.members[name]) if name in shape.members else item
            for name, item in members.items()}


def items(value, shape):
    """A list; a single item is passed on, and the service rejects it."""
    return [coerced(item, shape.member) for item in value] if isinstance(value, list) else value


def mapping(value, shape):
    """A map with its values coerced; also from a list of {Key, Value}."""
    if isinstance(value, list) and all(isinstance(item, dict) and "Key" in item for item in value):
        value = {item["Key"]: item.get("Value", "") for item in value}
    if not isinstance(value, dict):
        return value
    return {key: coerced(item, shape.value) for key, item in value.items()}


def whole(value, _shape):
    """An integer: "10" -> 10, 10.0 -> 10; another value unchanged."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    try:
        return int(value) if isinstance(value, str) else value
    except ValueError:
        return value


def fraction(value, _shape):
    """A float: "0.5" -> 0.5; another value unchanged."""
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value


def boolean(value, _shape):
    """A boolean: "true" -> True; another value unchanged."""
    return {"true": True, "false": False}.get(value.lower(), value) if isinstance(value, str) else value


def string(value, _shape):
    """A text: True -> "true", 10 -> "10", {...} -> its JSON; another value unchanged."""
    if isinstance(value, (dict, list)):
        return json.dumps(value)
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (int, float)) else value


def unchanged(value, _shape):
    """The value, for a blob, a timestamp, or a shape of another type."""
    return value


COERCIONS = {
    "structure": structure, "list": items, "map": mapping, "string": string, "boolean": boolean,
    "integer": whole, "long": whole, "float": fraction, "double": fraction,
}
