"""Validates a request against botocore's model of the operation; error messages in AWS's words."""
import re
from typing import Any

from moto.core.utils import pascal_to_camelcase

from localcloud.cloudformation.errors import ApiError

# AWS validates these in the same way, though its published model does not contain the rules.
UNPUBLISHED = {"StackName": {"min": 1, "pattern": r"[a-zA-Z][-a-zA-Z0-9]{0,127}|arn:aws:[-a-zA-Z0-9:/._+]*"}}
BODY_LIMIT = 51_200  # bytes
SHOWN = 200  # characters of an invalid value in the message; AWS repeats whole templates


def check(request, shape):
    """Raises ApiError with all validation errors and their number, as AWS does."""
    errors = list(validation_errors(request, shape, ""))
    if errors:
        count = "1 validation error" if len(errors) == 1 else f"{len(errors)} validation errors"
        raise ApiError(f"{count} detected: {'; '.join(errors)}")


def validation_errors(value, shape, path):
    """Yields the errors of a value and its members. path: as AWS writes it, "parameters.1.member.parameterKey"."""
    yield from own_validation_errors(value, shape, path)
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            member_path = f"{path}.{pascal_to_camelcase(name)}" if path else pascal_to_camelcase(name)
            if name in value:
                yield from validation_errors(value[name], member, member_path)
            elif name in shape.required_members:
                yield validation_error(None, member_path, "Member must not be null")
    elif shape.type_name == "list":
        for index, item in enumerate(value, 1):
            yield from validation_errors(item, shape.member, f"{path}.{index}.member")


def own_validation_errors(value, shape, path):
    """Yields the errors of the value itself: its length or size, pattern, or choice."""
    rules: dict[str, Any] = {**shape.metadata, **UNPUBLISHED.get(shape.name, {})}
    measured = len(value) if isinstance(value, (str, list, dict)) else value
    noun = "have length " if isinstance(value, (str, list, dict)) else "have value "
    if "min" in rules and measured < rules["min"]:
        yield validation_error(value, path, f"Member must {noun}greater than or equal to {rules['min']}")
    if "max" in rules and measured > rules["max"]:
        yield validation_error(value, path, f"Member must {noun}less than or equal to {rules['max']}")
    if "pattern" in rules and not re.fullmatch(rules["pattern"], value):
        yield validation_error(value, path, f"Member must satisfy regular expression pattern: {rules['pattern']}")
    if "enum" in rules and value not in rules["enum"]:
        yield validation_error(value, path, f"Member must satisfy enum value set: [{', '.join(rules['enum'])}]")
    if shape.name == "TemplateBody" and len(value.encode()) > BODY_LIMIT:
        yield validation_error(value, path, f"Member must have length less than or equal to {BODY_LIMIT}")


def validation_error(value, path, rule):
    """One message: "Value 'x' at 'stackName' failed to satisfy constraint: ..."."""
    shown = "null" if value is None else f"'{str(value)[:SHOWN]}'"
    return f"Value {shown} at '{path}' failed to satisfy constraint: {rule}"
