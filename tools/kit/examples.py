"""Example values that a JSON Schema accepts, and example events that an EventBridge pattern matches.

Only for simple schemas and patterns is an example certain to be valid: a caller that needs a valid one must validate
it.
"""
import ipaddress
import json
import random
import re
from collections.abc import Callable
from typing import Any

from kit.schema_regex import matches

TEXT = "example"
VALUES: dict = {"string": "hello", "integer": 1, "number": 1.5, "boolean": True, "null": None}
# Texts that schemas commonly describe by a pattern: the first that matches is the example.
PATTERNED = ["2026-01-31", "2026-01-31T12:00:00Z", "2026-01-31T12:00:00", "2026-01-31T12:00Z",
             "2026-01-31T12:00", "12:00", "1", "12", "123",
             "1234", "12345", "hello", "Hello", "HELLO", "a", "A", "a-1", "A1", "abc",
             "ABC", "abc123", "ann@example.com", "https://example.com", "+441234567890",
             "00000000-0000-4000-8000-000000000000"]
FORMATS = {"date": "2026-01-31", "date-time": "2026-01-31T12:00:00Z", "email": "ann@example.com",
           "uri": "https://example.com", "uuid": "00000000-0000-4000-8000-000000000000", "time": "12:00:00Z",
           "ipv4": "192.0.2.1", "ipv6": "2001:db8::1", "hostname": "example.com"}


def of_schema(schema: dict) -> Any:
    """A value for a JSON Schema (draft 4): its example, default or first enum, else what it requires."""
    for key in ("example", "default", "const"):
        if key in schema:
            return schema[key]
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    if schema.get("allOf"):
        first, *others = schema["allOf"]
        base = {key: value for key, value in schema.items() if key != "allOf"}
        return of_schema(merged(base, first, {"allOf": others} if others else {}))
    for key in ("anyOf", "oneOf"):
        if schema.get(key):
            return of_choice(schema, key)
    kind = schema.get("type", "object" if "properties" in schema or "required" in schema else "string")
    kind = kind[0] if isinstance(kind, list) else kind
    return OF_KIND.get(kind, lambda _schema: VALUES[kind])(schema)


def merged(*schemas: dict) -> dict[str, Any]:
    """A schema for values that satisfy all: properties and required names of each, other keywords of the last."""
    whole: dict[str, Any] = {}
    for schema in schemas:
        properties = {**whole.get("properties", {}), **schema.get("properties", {})}
        required = [*whole.get("required", []), *schema.get("required", [])]
        whole = {**whole, **schema, **({"properties": properties} if properties else {}),
                **({"required": required} if required else {})}
    return whole


def of_choice(schema: dict, key: str) -> Any:
    """A value of the first choice of `anyOf` or `oneOf` that the whole schema accepts, else of the first."""
    from kit.draft4_validator import Validator  # 150 ms to import, and few schemas have a choice

    base = {name: value for name, value in schema.items() if name != key}
    values = [of_schema(merged(base, choice)) for choice in schema[key]]
    return next((value for value in values if Validator(schema).is_valid(value)), values[0])


def of_object(schema: dict) -> dict:
    """A mapping that a schema accepts: the required properties, or all if none is; more of them up to minProperties."""
    properties = schema.get("properties", {})
    chosen = list(dict.fromkeys(schema.get("required", properties)))
    spare = [name for name in [*properties, *map("{}{}".format, [TEXT] * 99, range(99))] if name not in chosen]
    chosen += spare[:max(0, schema.get("minProperties", 0) - len(chosen))]
    return {name: of_schema(property_schema(schema, name)) for name in chosen}


def property_schema(schema: dict, name: str) -> dict:
    """The schema of one property of an object: declared, by a pattern of its name, or the additional one."""
    patterns = schema.get("patternProperties", {})
    additional = schema.get("additionalProperties")
    declared = schema.get("properties", {}).get(name)
    fitting = (subschema for pattern, subschema in patterns.items() if matches(pattern, name))
    return declared or next(fitting, additional if isinstance(additional, dict) else {})


def of_array(schema: dict) -> list[float]:
    """A list that a schema accepts: minItems items, or one; all different if uniqueItems is true."""
    items, count = schema.get("items", {}), schema.get("minItems", 1)
    if isinstance(items, list):
        return [*map(of_schema, items)]
    choices = items.get("enum", []) if schema.get("uniqueItems") else []
    values = [choices[at] if at < len(choices) else of_schema(items) for at in range(count)]
    if schema.get("uniqueItems") and not choices:
        values = [changed(value, at) for at, value in enumerate(values)]
    return values[:schema.get("maxItems")]


def changed(value, at) -> Any:
    """Another value of the same kind for each number: "hello", "hello1"; 1, 2."""
    if isinstance(value, dict):
        name = next(iter(value), None)
        return {**value, name: changed(value[name], at)} if name else value
    if isinstance(value, str):
        return f"{value}{at}" if at else value
    return value + at if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def of_string(schema: dict) -> str:
    """A text that a schema accepts, by its pattern, format and length."""
    text: str = FORMATS.get(schema.get("format", ""), VALUES["string"])
    least, most = schema.get("minLength", 0), schema.get("maxLength")
    if "pattern" not in schema:
        return text.ljust(least, "o")[:most]
    candidates = [text, *PATTERNED]
    fitting = (candidate for candidate in candidates if matches(schema["pattern"], candidate)
               and least <= len(candidate) <= (most or len(candidate)))
    return next(fitting, None) or of_regex(schema["pattern"], least, most)


def of_regex(pattern, least, most):
    """A text that a regular expression matches, the same each time; TEXT if rstr does not support it."""
    import rstr  # few patterns are not among PATTERNED

    writer = rstr.Rstr(random.Random(0))
    try:
        texts = [writer.xeger(pattern) for _try in range(50)]
    except (re.error, ValueError, KeyError, TypeError):
        return TEXT
    return next((text for text in texts if least <= len(text) <= (most or len(text))), texts[0])


def of_number(schema: dict, number: float | int) -> float | int:
    """The number, moved into the schema's bounds and to a multiple of `multipleOf`."""
    step = schema.get("multipleOf")
    least = schema.get("minimum", number)
    if step:
        first = -(-max(number, least) // step) * step
        return first if first <= schema.get("maximum", first) else schema["maximum"] // step * step
    return min(max(number, least), schema.get("maximum", max(number, least)))


OF_KIND = {"object": of_object, "array": of_array, "string": of_string,
           "integer": lambda schema: of_number(schema, VALUES["integer"]),
           "number": lambda schema: of_number(schema, VALUES["number"])}


def of_pattern(pattern) -> dict:
    """The fields that an event needs to match a pattern, by its first alternative; an array is written as one value.

    {"detail": {"size": [{"numeric": [">", 0]}], "name": ["a", "b"]}} -> {"detail": {"size": 1, "name": "a"}}
    """
    event = {}
    for key, value in pattern.items():
        if key == "$or" and isinstance(value, list):
            event = overlaid(event, of_pattern(value[0]))
        elif isinstance(value, dict):
            event[key] = of_pattern(value)
        elif (chosen := of_conditions(value)) is not ABSENT:
            event[key] = chosen
    return event


ABSENT = object()


def of_conditions(conditions) -> Any:
    """A value for the first condition of a field; ABSENT if the condition is that the field is absent."""
    condition = conditions[0]
    if not isinstance(condition, dict):
        return condition
    (name, operand), = condition.items()
    return OPERATORS[name](operand) if name in OPERATORS else TEXT


def lower_case_text(operand) -> str:
    """The text in lower case of an operand, "Abc" or {"equals-ignore-case": "Abc"}."""
    return operand["equals-ignore-case"] if isinstance(operand, dict) else operand


def of_comparisons(operand) -> Any:
    """A number that satisfies all comparisons, such as [">", 0, "<=", 5]."""
    bounds = dict(zip(operand[::2], operand[1::2]))
    if "=" in bounds:
        return bounds["="]
    above: Any = bounds.get(">=", bounds.get(">"))
    below: Any = bounds.get("<=", bounds.get("<"))
    if above is not None and below is not None:
        return above if ">=" in bounds else below if "<=" in bounds else (above + below) / 2
    if below is None:
        return above if ">=" in bounds else above + 1
    return below if "<=" in bounds else below - 1


def of_exclusion(operand):
    """A text that an anything-but condition accepts, whatever its operator."""
    texts = json.dumps(operand)
    return next(text for text in (TEXT, "other", "0", "#~") if text not in texts and not any(
        part and (text.startswith(part) or text.endswith(part)) for part in re.findall(r'"((?:\\.|[^"\\])*)"', texts)))


OPERATORS: dict[str, Callable] = {
    "anything-but": of_exclusion,
    "cidr": lambda operand: str(ipaddress.ip_network(operand, strict=False)[0]),
    "equals-ignore-case": str,
    "exactly": str,
    "exists": lambda operand: TEXT if operand else ABSENT,
    "numeric": of_comparisons,
    "prefix": lambda operand: lower_case_text(operand) + TEXT,
    "suffix": lambda operand: TEXT + lower_case_text(operand),
    "wildcard": lambda operand: re.sub(r"\\(.)|\*", lambda match: match[1] or TEXT, operand),
}


def overlaid(value, fields) -> Any:
    """The value with the fields of another one merged in: objects field by field, an array of objects in its first
    object.

    ({"a": {"b": 1}, "list": [{"c": 1}]}, {"a": {"d": 2}, "list": {"c": 3}})
    -> {"a": {"b": 1, "d": 2}, "list": [{"c": 3}]}
    """
    if isinstance(value, dict) and isinstance(fields, dict):
        return {**value, **{key: overlaid(value.get(key), field) for key, field in fields.items()}}
    if isinstance(value, list):
        if isinstance(fields, dict):
            return [overlaid(value[0] if value else {}, fields), *value[1:]]
        return value if fields in value else [*value, fields]
    return fields
