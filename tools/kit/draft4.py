"""A light check that a value is a JSON Schema of draft 4, written as a schema for kit/schema.py.

It finds typing errors: `type: strin`, `required: true`, `propertes:`. A keyword that it does not know and
that resembles none is allowed, as draft 4 allows it.
"""
from kit import schema, schema_regex
from kit.problems import KeyProblem

COUNT = {"type": "integer", "minimum": 0}
TYPES = ["array", "boolean", "integer", "null", "number", "object", "string"]
SELF: dict = {"type": "object", "properties": {}, "description": "JSON Schema of draft 4",
              "examples": [{"type": "object"}]}
SCHEMAS = {"type": "array", "items": SELF, "minItems": 1}
BY_NAME = {"type": "object", "additionalProperties": SELF}
TEXTS = {"type": "array", "items": {"type": "string"}, "minItems": 1}
SELF["properties"].update({
    "type": {"description": "object is a dict of Python, array a list, string a str, integer an int, number a float",
             "anyOf": [{"type": "string", "enum": TYPES},
                       {"type": "array", "minItems": 1, "items": {
                           "type": "string", "enum": TYPES, "description": "null must be quoted: [string, 'null']"}}]},
    "properties": BY_NAME, "patternProperties": BY_NAME, "definitions": BY_NAME,
    "required": {**TEXTS, "description": "a list beside properties: [name, ...]"},
    "additionalProperties": {"anyOf": [{"type": "boolean"}, SELF]},
    "additionalItems": {"anyOf": [{"type": "boolean"}, SELF]},
    "items": {"anyOf": [SELF, SCHEMAS]},
    "enum": {"type": "array", "minItems": 1},
    "dependencies": {"type": "object", "additionalProperties": {"anyOf": [SELF, TEXTS]}},
    "allOf": SCHEMAS, "anyOf": SCHEMAS, "oneOf": SCHEMAS, "not": SELF,
    "minimum": {"type": "number"}, "maximum": {"type": "number"}, "multipleOf": {"type": "number"},
    "minLength": COUNT, "maxLength": COUNT, "minItems": COUNT, "maxItems": COUNT,
    "minProperties": COUNT, "maxProperties": COUNT,
    "uniqueItems": {"type": "boolean"}, "pattern": {"type": "string"}, "format": {"type": "string"},
    "title": {"type": "string"}, "description": {"type": "string"}, "default": {},
})
WORDS = {**SELF["properties"], "exclusiveMinimum": {}, "exclusiveMaximum": {}, "$schema": {}, "id": {}, "example": {}}
# Words of other libraries for keywords.
MEANT = {"min": "minimum", "max": "maximum", "regex": "pattern", "unique": "uniqueItems: true"}


def problems(value, key: str) -> list[KeyProblem]:
    """[(dotted key, message, hint)] of each part of a schema that is not draft 4. The schema is at a dotted key."""
    return [*schema.problems(SELF, value, key), *_misspelt_words(value, key),
            *_nested(value, key, _repeated_items), *_nested(value, key, _zero_multiples),
            *_nested(value, key, _invalid_patterns)]


def pattern_problems(value, key: str) -> list:
    """[(dotted key, message, hint)] of the invalid regular expressions of a schema and the schemas inside it."""
    return _nested(value, key, _invalid_patterns)


def _nested(value, key, problems_of):
    """The problems that problems_of(schema, key) returns, of a schema and the schemas inside it."""
    if isinstance(value, list):
        return [problem for at, item in enumerate(value) for problem in _nested(item, f"{key}.{at}", problems_of)]
    if not isinstance(value, dict):
        return []
    subschemas = [(f"{key}.{word}", item) for word, item in value.items() if word not in ("enum", "default", "example")]
    return [*problems_of(value, key),
            *(problem for subkey, item in subschemas for problem in _nested(item, subkey, problems_of))]


def _repeated_items(value, key):
    """[(dotted key, message, hint)] of items that required, enum, type or one of dependencies has twice."""
    dependencies = value.get("dependencies")
    lists = {f"{key}.{word}": value.get(word) for word in ("required", "enum", "type")} | {
        f"{key}.dependencies.{name}": names
        for name, names in (dependencies.items() if isinstance(dependencies, dict) else ())}
    return [(list_key, f"{list_key} holds {schema.shown(item)} twice", "write it once")
            for list_key, items in lists.items() if isinstance(items, list)
            for at, item in enumerate(items) if _canonical(item) in map(_canonical, items[:at])]


def _canonical(item):
    """A text that two values share if they are equal in JSON, where 1.0 is 1 and true is not 1."""
    if isinstance(item, dict):
        return repr(sorted((name, _canonical(nested)) for name, nested in item.items()))
    if isinstance(item, list):
        return repr([_canonical(nested) for nested in item])
    return repr(int(item) if isinstance(item, float) and item.is_integer() else item)


def _zero_multiples(value, key):
    """[(dotted key, message, hint)] of a multipleOf that is not positive."""
    number = value.get("multipleOf")
    if not isinstance(number, (int, float)) or isinstance(number, bool) or number > 0:
        return []
    return [(f"{key}.multipleOf", f"{key}.multipleOf must be more than 0, not {number}", "e.g. 0.01")]


def _invalid_patterns(value, key):
    """[(dotted key, message, hint)] of a schema's own invalid regular expressions."""
    by_name = value.get("patternProperties")
    patterns = [(f"{key}.pattern", value.get("pattern")), *(
        (f"{key}.patternProperties", name) for name in (by_name if isinstance(by_name, dict) else ()))]
    return [(pattern_key, f"{pattern_key}: {schema.shown(pattern)} is not a regular expression", fault)
            for pattern_key, pattern in patterns if isinstance(pattern, str)
            for fault in [schema_regex.fault(pattern)] if fault]


def _misspelt_words(value, key):
    """Keywords of a schema, and of the schemas inside it, that are nearly keywords of draft 4."""
    for word, subschema in value.items() if isinstance(value, dict) else ():
        word_key = f"{key}.{word}"
        hint = "" if word in WORDS else f"write {MEANT[word]}" if word in MEANT else schema.nearest(word, WORDS, 0.8)
        if hint:
            yield word_key, f"{key} has a word {word!r} that JSON Schema does not define", hint
        if WORDS.get(word) is BY_NAME and isinstance(subschema, dict):
            for name, nested in subschema.items():
                yield from _misspelt_words(nested, f"{word_key}.{name}")
        elif isinstance(subschema, dict) and word in ("items", "not", "additionalProperties", "additionalItems"):
            yield from _misspelt_words(subschema, word_key)
        elif isinstance(subschema, list) and word in ("items", "allOf", "anyOf", "oneOf"):
            for index, nested in enumerate(subschema):
                yield from _misspelt_words(nested, f"{word_key}.{index}")
