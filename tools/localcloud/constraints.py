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
    elif shape.type_name == "list":
        for index, item in enumerate(value, 1):  # type: ignore[arg-type]  # TYPES: it is a list
            yield from validation_errors(item, shape.member, f"{path}.{index}.member")


def own_validation_errors(value, shape, path):
    """Yields the errors of the value itself: its length or size, pattern, or choice."""
    rules = {**shape.metadata, **UNPUBLISHED.get(shape.name, {})}
    measured = len(value) if isinstance(value, (str, list, dict)) else value
    noun = "have length " if isinstance(value, (str, list, dict)) else "have value "
    shown = SECRET if rules.get("sensitive") else value
    if "min" in rules and measured < rules["min"]:
        yield validation_error(shown, path, f"Member must {noun}greater than or equal to {rules['min']}")
    if "max" in rules and measured > rules["max"]:
        yield validation_error(shown, path, f"Member must {noun}less than or equal to {rules['max']}")
    if "pattern" in rules and not is_match(rules["pattern"], value):
        yield validation_error(shown, path, f"Member must satisfy regular expression pattern: {rules['pattern']}")
    if "enum" in rules and value not in rules["enum"]:
        yield validation_error(shown, path, f"Member must satisfy enum value set: [{', '.join(rules['enum'])}]")
    if shape.name == "TemplateBody" and len(value.encode()) > BODY_LIMIT:
        yield validation_error(shown, path, f"Member must have length less than or equal to {BODY_LIMIT}")


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


def validation_error(value, path, rule):
    """One message: "Value 'x' at 'stackName' failed to satisfy constraint: ..."; "Value at 'password' ..."."""
    shown = "" if value is SECRET else "null " if value is None else f"'{str(value)[:SHOWN]}' "
    return f"Value {shown}at '{path}' failed to satisfy constraint: {rule}"
