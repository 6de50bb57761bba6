"""Validation, defaults and hints (the nearest spelling) by a JSON Schema: of app.yaml and of every word of infra.

The supported subset: type, properties, required, additionalProperties, items, enum, minimum, maximum,
minItems, maxItems, minLength, maxLength, pattern, anyOf, default; description and examples
become hints. A mapping without a value (`topic:`) is {}. Besides, `elsewhere` has the hints for unknown fields.
"""
from __future__ import annotations  # make runs a tool that imports this before .venv exists, on an older Python

import functools
import re
from collections.abc import Iterable
from typing import Any

TYPES: dict = {
    "object": (dict, "a mapping"),
    "array": (list, "a list"),
    "string": (str, "text"),
    "integer": (int, "a whole number"),
    "number": ((int, float), "a number"),
    "boolean": (bool, "true or false"),
    "null": (type(None), "nothing"),
}

# A rule of the schema: a test of a value, and what a message says that the value must be.
RULES = {
    "enum": (lambda rule, value: value in rule, "one of {}"),
    "minimum": (lambda rule, value: value >= rule, "at least {}"),
    "maximum": (lambda rule, value: value <= rule, "at most {}"),
    "minLength": (lambda rule, value: len(value) >= rule, "at least {} {}"),
    "maxLength": (lambda rule, value: len(value) <= rule, "at most {} {}"),
    "minItems": (lambda rule, value: len(value) >= rule, "at least {} {}"),
    "maxItems": (lambda rule, value: len(value) <= rule, "at most {} {}"),
    "pattern": (lambda rule, value: matches(rule, value), "other text"),
}


def filled(schema: dict, value: Any) -> Any:
    """A copy of a valid value with every default filled in, so that recipes need no `if "x" in block`."""
    if value is None and "object" in schema.get("type", ""):
        value = {}
    branch = next((option for option in schema.get("anyOf", []) if not problems(option, value)), None)
    if branch is not None:
        return filled(branch, value)
    if isinstance(value, dict):
        fields = schema.get("properties", {})
        absent = {key: filled(field, field["default"])
                  for key, field in fields.items() if "default" in field and key not in value}
        return {**absent, **{key: filled(fields.get(key, {}), item) for key, item in value.items()}}
    if isinstance(value, list):
        return [filled(schema.get("items", {}), item) for item in value]
    return value


def with_empty_mappings(schema: dict, value: Any) -> Any:
    """A copy of a value in which every mapping without a value (`pattern:`) is {}, as problems() takes it."""
    if value is None and "object" in schema.get("type", ""):
        return {}
    if isinstance(value, dict):
        fields = schema.get("properties", {})
        return {key: with_empty_mappings(fields.get(key, {}), item) for key, item in value.items()}
    return [with_empty_mappings(schema.get("items", {}), item) for item in value] if isinstance(value, list) else value


def problems(schema: dict, value, key: str = "") -> list[tuple[str, str, str]]:
    """[(dotted key, message, hint)] for every violation of the schema; [] if the value is valid.

    key  the dotted key of the value itself (`timer`, `events.0.source`), a prefix of every key of the result
    """
    if value is None and "object" in schema.get("type", ""):
        value = {}
    if "anyOf" in schema:
        return _choice_problems(schema, value, key)
    if "type" in schema and not is_type(schema["type"], value):
        message = f"{_value_name(schema, key)} must be {type_words(schema)}, not {shown(value, schema)}"
        return [(key, message, _quote_hint(schema, value, key) or _description_hint(schema))]
    return [*_value_problems(schema, value, key), *(
        (at, message, hint or _description_hint(schema)) for at, message, hint in _member_problems(schema, value, key))]


def matches(pattern: str, text: str) -> bool:
    """Whether a text matches a pattern of JSON Schema: there `$` is the very end (Python's allows a newline before
    the end), and \\d is 0-9."""
    return bool(_expression(pattern).search(text))


@functools.lru_cache(1000)
def _expression(pattern):
    """The compiled expression of matches()."""
    return re.compile(re.sub(r"\$$", r"\\Z", pattern), re.ASCII)


def pattern_fault(pattern: str) -> str:
    """Why a text is no regular expression of matches(), "" if it is one."""
    try:
        _expression(pattern)
    except re.error as error:
        return str(error)
    return ""


def is_type(type_: str | list[str], value) -> bool:
    """Whether a value is of a JSON Schema type, or of one of a list of types. True is no number."""
    if isinstance(type_, list):
        return any(is_type(kind, value) for kind in type_)
    return isinstance(value, TYPES[type_][0]) and (type_ == "boolean" or not isinstance(value, bool))


def type_words(schema: dict) -> str:
    """The type of a schema, for a person: "text", "a list or text", "one of a, b"."""
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(branch["description"] if {"pattern", "description"} <= branch.keys()
                                         else type_words(branch) for branch in schema["anyOf"]))
    if schema.get("enum") == [False]:
        return "false"
    if "enum" in schema:
        return f"{'one of ' if len(schema['enum']) > 1 else ''}{_listed(schema['enum'])}"
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return " or ".join(TYPES[kind][1] for kind in kinds)


def shown(value, schema=None) -> str:
    """The text of a value in a message: only its type if it is large, nothing of one that may be a secret."""
    if schema and schema.get("writeOnly"):
        return "this value"
    if isinstance(value, (dict, list)) and len(repr(value)) > 40:
        return TYPES["object" if isinstance(value, dict) else "array"][1]
    if isinstance(value, (dict, list)):
        return _yaml(value)
    if value is None or isinstance(value, bool):
        return {None: "nothing", True: "true", False: "false"}[value]
    return repr(value)


def nearest(word: str, accepted: Iterable[str], alike: float = 0.6) -> str:
    """The hint "did you mean 'rate'?" with the closest accepted spelling, "" if none is similar enough.

    alike  the least similarity, 0 to 1, as difflib computes it
    """
    if str(word).lstrip("-").isdigit():  # 31 is not a misspelt 731
        return ""
    import difflib  # only an error needs it
    options = sorted(map(str, accepted))
    close = [option for option in options if option.lower() == str(word).lower()] or \
        difflib.get_close_matches(str(word), options, n=1, cutoff=alike)
    return f"did you mean {close[0]!r}?" if close else ""


def empty_sections(schema: dict, value: dict) -> list[tuple[str, str, str]]:
    """The problems of sections with fields of their own (`api:`) in which none is written; `tables:` has names that
    the user chooses, and may be empty. A section with a required field is reported by problems()."""
    return [(key, f"{key} is empty", f"remove it, or write one of its fields: {', '.join(section['properties'])}")
            for key, section in schema["properties"].items()
            if section.get("type") == "object" and "properties" in section and "required" not in section
            and key in value and value[key] in ({}, None)]


def line_of(lines: dict[str, int], key: str) -> int:
    """The line of a dotted key, or of the nearest key above it that has a line; 0 if none has."""
    while key and key not in lines:
        key = key.rpartition(".")[0]
    return lines.get(key, 0)


def _description_hint(schema):
    """The hint that a schema gives: the first sentence of its description, and an example."""
    examples = [f"e.g. {first if isinstance(first, str) else _yaml(first)}" for first in schema.get("examples", [])[:1]]
    sentence = re.split(r"(?<=\S)\. ", schema.get("description", ""))[0].rstrip(".")  # not at "digits, . and -"
    return "; ".join(filter(None, [sentence, *examples]))


def _yaml(value):
    """A value as a person writes it in YAML on one line: {batch: 10}; {id: None} is {id}."""
    if isinstance(value, dict):
        return "{" + ", ".join(_yaml(key) + ("" if entry is None else f": {_yaml(entry)}")
                               for key, entry in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_yaml, value))}]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return repr(value) if value == "" or re.search(r"[{}\[\],#'\"]|: |:$|^[\s*&!%@`]|\s$", str(value)) else str(value)


def _quote_hint(schema, value, key):
    """The hint to quote `{id}`, which YAML reads as a mapping, where text must be; "" for all else."""
    is_braces = isinstance(value, dict) and value and all(inner is None for inner in value.values())
    wants_text = "string" in (schema["type"] if isinstance(schema["type"], list) else [schema["type"]])
    name = key.rpartition(".")[2]
    return f'in quotes it is text: {name}: "{_yaml(value)}"' if is_braces and wants_text else ""


def _choice_problems(schema, value, key):
    """[] if a branch accepts the value; the problems of the one branch of its type; else one about all branches."""
    fitting = [branch for branch in schema["anyOf"] if "type" not in branch or is_type(branch["type"], value)]
    problem_lists = [problems(branch, value, key) for branch in fitting]
    if problem_lists and not all(problem_lists):
        return []
    if len(problem_lists) == 1 and "enum" not in fitting[0]:
        return [(at, message, hint or _description_hint(schema)) for at, message, hint in problem_lists[0]]
    accepted = [option for branch in schema["anyOf"] for option in branch.get("enum", [])]
    return [(key, f"{_value_name(schema, key)} must be {type_words(schema)}, not {shown(value)}",
             nearest(value, accepted) or _description_hint(schema))]


def _value_problems(schema, value, key):
    """Yields (key, message, hint) of a value of the right type, not of its members."""
    for name in [name for name in RULES if name in schema]:
        holds, template = RULES[name]
        if not holds(schema[name], value):
            hint = nearest(value, schema["enum"]) if name == "enum" else ""
            noun = "character" if isinstance(value, str) else "item"
            requirement = template.format(_listed(schema[name]), noun if schema[name] == 1 else f"{noun}s")
            verb = "have" if name.endswith(("Items", "Length")) else "be"
            actual = len(value) if verb == "have" and len(repr(value)) > 40 else shown(value, schema)
            message = f"cannot be {actual}" if name == "pattern" else f"must {verb} {requirement}, not {actual}"
            yield key, f"{_value_name(schema, key)} {message}", hint or _description_hint(schema)


def _member_problems(schema, value, key):
    """Yields (key, message, hint) of the fields of a mapping, or of the items of a list."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from problems(schema.get("items", {}), item, _joined(key, index))
    if not isinstance(value, dict):
        return
    fields, others = schema.get("properties", {}), schema.get("additionalProperties", {})
    for name, item in value.items():
        if name in fields or others not in (False, True):
            yield from problems(fields.get(name, others), item, _joined(key, name))
        elif others is False:
            hint = (schema.get("elsewhere", {}).get(name) or nearest(name, fields)
                    or (f"its fields: {', '.join(fields)}" if fields else "it has no fields"))
            yield _joined(key, name), f"{_value_name(schema, key)} has no field {name!r}", hint
    for name in schema.get("required", []):
        if name not in value:
            yield key, f"{_value_name(schema, key)} needs {name!r}", _description_hint(fields.get(name, {}))


def _value_name(schema, key):
    """The name of a value in a message: its dotted key, or at the root the schema's title."""
    return key or schema.get("title", "this")


def _listed(rule):
    """The text "a, b" of ["a", "b"]; a value that is no list unchanged."""
    return ", ".join(map(str, rule)) if isinstance(rule, list) else rule


def _joined(key, name):
    """The dotted key of a member: "events" and 0 -> "events.0"."""
    return f"{key}.{name}" if key else str(name)
