"""A validator for JSON Schema of draft 4, with the regular expressions of schema_regex. Imports jsonschema: 150 ms."""
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft4Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from kit.schema_regex import matches


def pattern(validator, expression, instance, _schema) -> Iterator:
    """The errors of the keyword `pattern`, as jsonschema calls it."""
    if validator.is_type(instance, "string") and not matches(expression, instance):
        yield ValidationError(f"{instance!r} does not match {expression!r}")


def pattern_properties(validator, by_pattern, instance, _schema) -> Iterator:
    """The errors of the keyword `patternProperties`, as jsonschema calls it."""
    if validator.is_type(instance, "object"):
        for expression, subschema in by_pattern.items():
            for name, value in instance.items():
                if matches(expression, name):
                    yield from validator.descend(value, subschema, path=name, schema_path=expression)


def additional_properties(validator, additional, instance, schema: dict) -> Iterator:
    """The keyword `additionalProperties`: a schema, or whether there may be any."""
    if not validator.is_type(instance, "object"):
        return
    expressions = schema.get("patternProperties", {})
    extras = [name for name in instance if name not in schema.get("properties", {})
              and not any(matches(expression, name) for expression in expressions)]
    if validator.is_type(additional, "object"):
        for name in extras:
            yield from validator.descend(instance[name], additional, path=name)
    elif not additional and extras:
        yield ValidationError(f"additional properties are not allowed: {', '.join(map(repr, extras))}")


Validator: Any = extend(Draft4Validator, {  # jsonschema's type lacks the parameter format_checker
    "pattern": pattern, "patternProperties": pattern_properties, "additionalProperties": additional_properties})
