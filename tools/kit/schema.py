"""Defaults and complaints from a JSON Schema: what validates app.yaml and every word of infra.

The subset: type, properties, required, additionalProperties, items, enum, minimum, maximum,
minItems, maxItems, minLength, maxLength, pattern, anyOf, default; description and examples
become hints. A mapping left empty (`topic:`) is {}.
"""
import re

TYPES = {
    "object": (dict, "a mapping"),
    "array": (list, "a list"),
    "string": (str, "text"),
    "integer": (int, "a whole number"),
    "number": ((int, float), "a number"),
    "boolean": (bool, "true or false"),
    "null": (type(None), "nothing"),
}

# A rule of the schema, what it asks of a value, and how that is said.
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


def filled(schema, value):
    """A copy of a valid value with every default put in: recipes never ask `if "x" in block`."""
    if value is None and schema.get("type") == "object":
        value = {}
    branch = next((one for one in schema.get("anyOf", []) if not complaints(one, value)), None)
    if branch is not None:
        return filled(branch, value)
    if isinstance(value, dict):
        fields = schema.get("properties", {})
        absent = {key: filled(field, field["default"])
                  for key, field in fields.items() if "default" in field and key not in value}
        return {**absent, **{key: filled(fields.get(key, {}), one) for key, one in value.items()}}
    if isinstance(value, list):
        return [filled(schema.get("items", {}), item) for item in value]
    return value


def emptied(schema, value):
    """A copy of a value in which every mapping that was left empty (`pattern:`) is {}, as complaints() takes it."""
    if value is None and schema.get("type") == "object":
        return {}
    if isinstance(value, dict):
        return {key: emptied(schema.get("properties", {}).get(key, {}), one) for key, one in value.items()}
    return [emptied(schema.get("items", {}), one) for one in value] if isinstance(value, list) else value


def complaints(schema, value, key=""):
    """[(dotted key, message, hint)] for every way a value breaks its schema; [] if none.

    key is where the value stands (`timer`, `events.0.source`), and begins every dotted key.
    """
    if value is None and schema.get("type") == "object":
        value = {}
    if "anyOf" in schema:
        return _any_complaints(schema, value, key)
    if "type" in schema and not is_type(schema["type"], value):
        said = f"{_place(schema, key)} must be {type_words(schema)}, not {shown(value)}"
        return [(key, said, _quotes(schema, value, key) or _doc(schema))]
    return [*_value_complaints(schema, value, key), *_inner_complaints(schema, value, key)]


def matches(pattern, text):
    """Whether a text has a pattern of JSON Schema: its `$` is the end (Python's lets a newline by), its \\d is 0-9."""
    return bool(re.search(re.sub(r"\$$", r"\\Z", pattern), text, re.ASCII))


def is_type(type_, value):
    """Whether a value is of a JSON Schema type, or of one of a list. True is no number."""
    kinds = type_ if isinstance(type_, list) else [type_]
    return any(isinstance(value, TYPES[kind][0]) and (kind == "boolean" or not isinstance(value, bool))
               for kind in kinds)


def type_words(schema):
    """What a schema wants, for a person: "text", "a list or text", "one of a, b"."""
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(map(type_words, schema["anyOf"])))
    if "enum" in schema:
        return f"one of {_listed(schema['enum'])}"
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return " or ".join(TYPES[kind][1] for kind in kinds)


def shown(value):
    """A value as a message quotes it: its kind if it is large."""
    if isinstance(value, (dict, list)) and len(repr(value)) > 40:
        return TYPES["object" if isinstance(value, dict) else "array"][1]
    if isinstance(value, (dict, list)):
        return _written(value)
    if value is None or isinstance(value, bool):
        return {None: "nothing", True: "true", False: "false"}[value]
    return repr(value)


def nearest(word, words, alike=0.6):
    """The hint "did you mean 'rate'?" with the closest of the right spellings, "" if none is that alike."""
    import difflib  # only a mistake needs it
    close = difflib.get_close_matches(str(word), sorted(map(str, words)), n=1, cutoff=alike)
    return f"did you mean {close[0]!r}?" if close else ""


def line_of(lines, key):
    """The line of a dotted key, or of the nearest key round it that has one."""
    while key and key not in lines:
        key = key.rpartition(".")[0]
    return lines.get(key, 0)


def _doc(schema):
    """What a schema tells of itself, as a hint: the first sentence, and an example."""
    first = next(iter(schema.get("examples", [])), "")
    example = f"e.g. {first if isinstance(first, str) else _written(first)}" if first != "" else ""
    return "; ".join(filter(None, [schema.get("description", "").split(". ")[0].rstrip("."), example]))


def _written(value):
    """A value as a person writes it in YAML on one line: {batch: 10}; {id: None} is {id}."""
    if isinstance(value, dict):
        return "{" + ", ".join(str(key) + ("" if inner is None else f": {_written(inner)}")
                               for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return repr(value) if value == "" or re.search(r"[{}\[\],#'\"]|: |:$|^\s|\s$", str(value)) else str(value)


def _quotes(schema, value, key):
    """The hint to quote `{id}`, which YAML reads as a mapping, where text must be; "" for all else."""
    is_braces = isinstance(value, dict) and value and all(inner is None for inner in value.values())
    wants_text = "string" in (schema["type"] if isinstance(schema["type"], list) else [schema["type"]])
    name = key.rpartition(".")[2]
    return f'in quotes it is text: {name}: "{_written(value)}"' if is_braces and wants_text else ""


def _any_complaints(schema, value, key):
    """None if a branch is content; that of the one branch of the value's type; else of all."""
    fitting = [branch for branch in schema["anyOf"] if "type" not in branch or is_type(branch["type"], value)]
    answers = [complaints(branch, value, key) for branch in fitting]
    if answers and not all(answers):
        return []
    if len(answers) == 1 and "enum" not in fitting[0]:
        return answers[0]
    options = [option for branch in schema["anyOf"] for option in branch.get("enum", [])]
    return [(key, f"{_place(schema, key)} must be {type_words(schema)}, not {shown(value)}",
             nearest(value, options) or _doc(schema))]


def _value_complaints(schema, value, key):
    """What is wrong with a value of the right type, not counting what is inside it."""
    for name in RULES.keys() & schema.keys():
        holds, words = RULES[name]
        if not holds(schema[name], value):
            hint = nearest(value, schema["enum"]) if name == "enum" else ""
            said = words.format(_listed(schema[name]), "characters" if isinstance(value, str) else "items")
            place = _place(schema, key)
            if name == "pattern":
                yield key, f"{place} cannot be {shown(value)}", _doc(schema)
            else:
                yield key, f"{place} must be {said}, not {shown(value)}", hint or _doc(schema)


def _inner_complaints(schema, value, key):
    """What is wrong with the fields of a mapping, or with the items of a list."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from complaints(schema.get("items", {}), item, _joined(key, index))
    if not isinstance(value, dict):
        return
    fields, others = schema.get("properties", {}), schema.get("additionalProperties", {})
    for name, item in value.items():
        if name in fields or others not in (False, True):
            yield from complaints(fields.get(name, others), item, _joined(key, name))
        elif others is False:
            hint = nearest(name, fields) or (f"it knows {', '.join(fields)}" if fields else "it has none")
            yield _joined(key, name), f"{_place(schema, key)} has no field {name!r}", hint
    for name in schema.get("required", []):
        if name not in value:
            yield key, f"{_place(schema, key)} needs {name!r}", _doc(fields.get(name, {}))


def _place(schema, key):
    """What a message calls the place: its dotted key, or at the root the schema's title."""
    return key or schema.get("title", "this")


def _listed(rule):
    """["a", "b"] -> "a, b"; anything else as it is."""
    return ", ".join(map(str, rule)) if isinstance(rule, list) else rule


def _joined(key, name):
    """`events` and 0 -> `events.0`"""
    return f"{key}.{name}" if key else str(name)
