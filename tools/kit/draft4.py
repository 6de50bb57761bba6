"""A light check that a schema is JSON Schema draft 4, said in the terms of kit/schema.py.

It finds what a slip of the hand makes: `type: strin`, `required: true`, `propertes:`. Words that
it does not know and that resemble none are left alone, as draft 4 leaves them.
"""
import re

from kit import schema

COUNT = {"type": "integer", "minimum": 0}
TYPES = ["array", "boolean", "integer", "null", "number", "object", "string"]
SELF = {"type": "object", "properties": {}}
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
KNOWN = {**SELF["properties"], "exclusiveMinimum": {}, "exclusiveMaximum": {}, "$schema": {}, "id": {},
         "example": {}}


def complaints(value, key):
    """[(dotted key, message, hint)] for what is no draft 4 in a schema that stands at a dotted key."""
    return [*schema.complaints(SELF, value, key), *_misspelt(value, key), *_inner_complaints(value, key)]


def _inner_complaints(value, key):
    """What is said twice in a list, and patterns that are no regular expressions, in a schema and all within it."""
    if isinstance(value, list):
        return [each for at, one in enumerate(value) for each in _inner_complaints(one, f"{key}.{at}")]
    if not isinstance(value, dict):
        return []
    found = [(f"{key}.{word}", f"{key}.{word} says {schema.shown(one)} twice", "say it once")
             for word in ("required", "enum", "type") if isinstance(value.get(word), list)
             for at, one in enumerate(value[word]) if repr(one) in map(repr, value[word][:at])]
    by_name = value.get("patternProperties")
    patterns = [(f"{key}.pattern", value.get("pattern")), *(
        (f"{key}.patternProperties", name) for name in (by_name if isinstance(by_name, dict) else ()))]
    found += [(place, f"{place}: {schema.shown(pattern)} is no regular expression", complaint)
              for place, pattern in patterns if isinstance(pattern, str) for complaint in [_regex_complaint(pattern)]
              if complaint]
    return found + [each for word, one in value.items() if word not in ("enum", "default", "example")
                    for each in _inner_complaints(one, f"{key}.{word}")]


def _regex_complaint(pattern):
    """Why API Gateway, whose regular expressions are Java's, would refuse one; "" if nothing is known against it."""
    if "(?P" in pattern:
        return "a named group is (?<name>...)"
    plain = re.sub(r"\\[pP](\{\w+\}|\w)|\\[hHRvVXzGkE]|\\Q.*?\\E", "x", pattern)  # what Python has not
    try:
        re.compile(re.sub(r"\(\?<(?![=!])", "(?P<", plain))
    except re.error as error:
        return f"{error.msg} at character {error.colno}" if error.colno else error.msg
    return ""


def _misspelt(value, key):
    """Words of a schema, and of those inside it, that are nearly words of draft 4."""
    for word, inner in value.items() if isinstance(value, dict) else ():
        place = f"{key}.{word}"
        hint = "" if word in KNOWN else schema.nearest(word, KNOWN, 0.8)
        if hint:
            yield place, f"{key} has a word {word!r} that JSON Schema does not know", hint
        if KNOWN.get(word) is BY_NAME and isinstance(inner, dict):
            for name, one in inner.items():
                yield from _misspelt(one, f"{place}.{name}")
        elif isinstance(inner, dict) and word in ("items", "not", "additionalProperties", "additionalItems"):
            yield from _misspelt(inner, place)
        elif isinstance(inner, list) and word in ("items", "allOf", "anyOf", "oneOf"):
            for index, one in enumerate(inner):
                yield from _misspelt(one, f"{place}.{index}")
