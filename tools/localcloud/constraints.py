"""Validates a request against botocore's model of the operation; error messages in AWS's words."""

import functools
import re
from typing import Any

from moto.core.utils import pascal_to_camelcase

from kit import schema_regex

# AWS validates these in the same way, though its published model does not contain the rules.
UNPUBLISHED = {"StackName": {"min": 1, "pattern": r"[a-zA-Z][-a-zA-Z0-9]{0,127}|arn:aws:[-a-zA-Z0-9:/._+]*"}}
BODY_LIMIT = 51_200  # bytes
SHOWN = 200  # characters of an invalid value in the message; AWS repeats whole templates
SECRET = object()  # stands for a value that a message must not repeat
# The Python types of the values that have rules; a value of another type is the service's own error.
SCALARS = ("string", "integer", "long")
TYPES = {"string": str, "list": list, "map": dict, "structure": dict, "integer": int, "long": int}


def problem(request, shape):
    """The message about all invalid values of a request, with their number, as AWS writes it; "" for a valid request.
    shape: botocore's, of the operation's input."""
    errors = list(validation_errors(request, shape, ""))
    count = "1 validation error" if len(errors) == 1 else f"{len(errors)} validation errors"
    return f"{count} detected: {'; '.join(errors)}" if errors else ""


def validation_errors(value: Any, shape, path):
    """Yields the errors of a value and its members. path: as AWS writes it, "parameters.1.member.parameterKey"."""
    if not isinstance(value, TYPES.get(shape.type_name, ())):
        return
    yield from own_validation_errors(value, shape, path)
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            own_name = member.serialization.get("name", name)  # of AWS's JSON: "tags" of CreateUserPool's "Tags"
            member_path = f"{path}.{pascal_to_camelcase(name)}" if path else pascal_to_camelcase(name)
            member_value = value.get(name, value.get(own_name))
            if member_value is not None:
                yield from validation_errors(member_value, member, member_path)
            elif name in shape.required_members:
                yield validation_error(None, member_path, "Member must not be null")
    elif shape.type_name == "list" and shape.member.type_name in SCALARS:
        texts = [text for text, holds in rules(shape.member) for item in value
                 if isinstance(item, TYPES[shape.member.type_name]) and not holds(item)]
        if texts:
            every = [*(text for text, _holds in rules(shape.member)), "Member must not be null"]
            yield validation_error(value, path, f"Member must satisfy constraint: [{', '.join(every)}]")
    elif shape.type_name == "map":
        yield from map_errors(value, shape, path)
    elif shape.type_name == "list":
        for index, item in enumerate(value, 1):  # a list, by TYPES
            yield from validation_errors(item, shape.member, f"{path}.{index}.member")


def map_errors(value, shape, path):
    """Yields the errors of the keys and values of a map. Secret ones are not repeated."""
    shown = SECRET if shape.metadata.get("sensitive") else value
    for part, kind, items in ((shape.key, "keys", value.keys()), (shape.value, "value", value.values())):
        limits = rules(part) if part.type_name in (*SCALARS, "list") else []
        own_type = TYPES.get(part.type_name, ())
        if not all(holds(item) for _text, holds in limits for item in items if isinstance(item, own_type)):
            every = ", ".join(text for text, _holds in limits)
            yield validation_error(shown, path, f"Map {kind} must satisfy constraint: [{every}]")
    if shape.value.type_name == "structure":
        for name, item in value.items():
            yield from validation_errors(item, shape.value, f"{path}.{name}.member")


def own_validation_errors(value, shape, path):
    """Yields the errors of the value itself: its length or size, pattern, or choice."""
    shown = SECRET if shape.metadata.get("sensitive") else value
    for text, holds in rules(shape):
        if not holds(value):
            yield validation_error(shown, path, text)
    if shape.name == "TemplateBody" and len(value.encode()) > BODY_LIMIT:
        yield validation_error(shown, path, f"Member must have length less than or equal to {BODY_LIMIT}")


def rules(shape):
    """[(the rule as AWS writes it, a function that returns whether a value keeps it)] of a shape, in AWS's order."""
    limits: dict[str, Any] = {**shape.metadata, **UNPUBLISHED.get(shape.name, {})}
    is_number = shape.type_name in ("integer", "long")
    noun, measured = ("value", int) if is_number else ("length", len)
    pairs = []
    if "max" in limits:
        pairs.append((f"Member must have {noun} less than or equal to {limits['max']}",
                      lambda value: measured(value) <= limits["max"]))
    if "min" in limits:
        pairs.append((f"Member must have {noun} greater than or equal to {limits['min']}",
                      lambda value: measured(value) >= limits["min"]))
    if "pattern" in limits:
        pairs.append((f"Member must satisfy regular expression pattern: {limits['pattern']}",
                      lambda value: is_match(limits["pattern"], value)))
    if "enum" in limits:
        pairs.append((f"Member must satisfy enum value set: [{', '.join(limits['enum'])}]",
                      lambda value: value in limits["enum"]))
    return pairs


@functools.cache
def compiled(pattern):
    """Python's form of a pattern of the model; None of one that only Java reads."""
    try:
        return re.compile(pattern, re.ASCII)
    except re.error:
        return None


def is_match(pattern, text):
    """Whether a text matches a pattern of the model, which is Java's; true of a pattern that cannot be read."""
    if compiled(pattern):
        return bool(compiled(pattern).fullmatch(text))
    return bool(schema_regex.fault(pattern)) or schema_regex.matches(pattern, text, whole=True)


def as_text(value):
    """A value as Java writes it: [a, b], {a=b}, true, null."""
    if isinstance(value, list):
        return f"[{', '.join(map(as_text, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}={as_text(item)}' for name, item in value.items())}}}"
    return str(value).lower() if isinstance(value, bool) else "null" if value is None else str(value)


def validation_error(value, path, rule):
    """One message: "Value 'x' at 'stackName' failed to satisfy constraint: ..."; "Value at 'password' ..."."""
    shown = "" if value is SECRET else "null " if value is None else f"'{as_text(value)[:SHOWN]}' "
    return f"Value {shown}at '{path}' failed to satisfy constraint: {rule}"
