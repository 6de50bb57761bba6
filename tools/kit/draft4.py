"""A light check that a value is a JSON Schema of draft 4, written as a schema for kit/schema.py.

It finds typing errors: `type: strin`, `required: true`, `propertes:`. A keyword that it does not know and
that resembles none is allowed, as draft 4 allows it.
"""
import re

from kit import schema
from kit.problems import KeyProblem

COUNT = {"type": "integer", "minimum": 0}
TYPES = ["array", "boolean", "integer", "null", "number", "object", "string"]
SELF: dict = {"type": "object", "properties": {}}
SCHEMAS = {"type": "array", "items": SELF, "minItems": 1}
BY_NAME = {"type": "object", "additionalProperties": SELF}
TEXTS = {"type": "array", "items": {"type": "string"}, "minItems": 1}
SELF["properties"].update({
    "type": {"anyOf": [{"type": "string", "enum": TYPES},
                       {"type": "array", "items": {"type": "string", "enum": TYPES}, "minItems": 1}]},
    "properties": BY_NAME, "patternProperties": BY_NAME, "definitions": BY_NAME,
    "required": {**TEXTS, "description": "a list beside properties: [name, ...]"},
    "additionalProperties": {"anyOf": [{"type": "boolean"}, SELF]},
    "additionalItems": {"anyOf": [{"type": "boolean"}, SELF]},
    "items": {"anyOf": [SELF, SCHEMAS]},
    "enum": {"type": "array", "minItems": 1},
    "allOf": SCHEMAS, "anyOf": SCHEMAS, "oneOf": SCHEMAS, "not": SELF,
    "minimum": {"type": "number"}, "maximum": {"type": "number"}, "multipleOf": {"type": "number"},
    "minLength": COUNT, "maxLength": COUNT, "minItems": COUNT, "maxItems": COUNT,
    "minProperties": COUNT, "maxProperties": COUNT,
    "uniqueItems": {"type": "boolean"}, "pattern": {"type": "string"}, "format": {"type": "string"},
    "title": {"type": "string"}, "description": {"type": "string"}, "default": {},
})
WORDS = {**SELF["properties"], "exclusiveMinimum": {}, "exclusiveMaximum": {}, "$schema": {}, "id": {},
         "example": {}}


def problems(value, key: str) -> list[KeyProblem]:
    """[(dotted key, message, hint)] of a schema that stands at a dotted key, where it is not draft 4."""
    return [*schema.problems(SELF, value, key), *_misspelt_words(value, key), *_nested_problems(value, key)]


def _nested_problems(value, key):
    """Repeated items of lists and invalid regular expressions, in a schema and the schemas inside it."""
    if isinstance(value, list):
        return [nested for at, item in enumerate(value) for nested in _nested_problems(item, f"{key}.{at}")]
    if not isinstance(value, dict):
        return []
    repeated = [(f"{key}.{word}", f"{key}.{word} holds {schema.shown(item)} twice", "write it once")
                for word in ("required", "enum", "type") if isinstance(value.get(word), list)
                for at, item in enumerate(value[word]) if repr(item) in map(repr, value[word][:at])]
    by_name = value.get("patternProperties")
    patterns = [(f"{key}.pattern", value.get("pattern")), *(
        (f"{key}.patternProperties", name) for name in (by_name if isinstance(by_name, dict) else ()))]
    invalid = [(pattern_key, f"{pattern_key}: {schema.shown(pattern)} is not a regular expression", fault)
               for pattern_key, pattern in patterns if isinstance(pattern, str)
               for fault in [_regex_fault(pattern)] if fault]
    return [*repeated, *invalid, *(nested for word, item in value.items() if word not in ("enum", "default", "example")
                                   for nested in _nested_problems(item, f"{key}.{word}"))]


def _regex_fault(pattern):
    """Why API Gateway would reject a regular expression; "" if no reason is known. Its expressions are Java's."""
    if "(?P" in pattern:
        return "a named group is (?<name>...)"
    plain = re.sub(r"\\[pP](\{\w+\}|\w)|\\[hHRvVXzGkE]|\\Q.*?\\E", "x", pattern)  # Java has these, Python does not
    try:
        re.compile(re.sub(r"\(\?<(?![=!])", "(?P<", plain))
    except re.error as error:
        return f"{error.msg} at character {error.colno}" if error.colno else error.msg
    return ""


def _misspelt_words(value, key):
    """Keywords of a schema, and of the schemas inside it, that are nearly keywords of draft 4."""
    for word, subschema in value.items() if isinstance(value, dict) else ():
        word_key = f"{key}.{word}"
        hint = "" if word in WORDS else schema.nearest(word, WORDS, 0.8)
        if hint:
            yield word_key, f"{key} has a word {word!r} that JSON Schema does not know", hint
        if WORDS.get(word) is BY_NAME and isinstance(subschema, dict):
            for name, nested in subschema.items():
                yield from _misspelt_words(nested, f"{word_key}.{name}")
        elif isinstance(subschema, dict) and word in ("items", "not", "additionalProperties", "additionalItems"):
            yield from _misspelt_words(subschema, word_key)
        elif isinstance(subschema, list) and word in ("items", "allOf", "anyOf", "oneOf"):
            for index, nested in enumerate(subschema):
                yield from _misspelt_words(nested, f"{word_key}.{index}")
