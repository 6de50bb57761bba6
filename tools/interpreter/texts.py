"""Texts among values: constants, values of variables, texts with unknown parts, and combinations of them."""
import functools
import itertools
import math

from interpreter import models, values
from interpreter.values import TEXT, UNKNOWN, Any, Const, Text, Unknown, options, union


def computed(value):
    """The Const of an operator's or method's result; a value of its type alone if it is too large."""
    if value.__class__ is str and len(value) > values.MOST_LETTERS:
        return TEXT
    return Unknown("whole") if value.__class__ is int and abs(value) > values.LARGEST else Const(value)


def are_texts(value):
    """Whether a value has several options, all of them constant texts."""
    return value.__class__ is Any and all(text(option) is not None for option in value.options)


def combined_options(function, *argument):
    """The union of a function's results for every combination of its arguments' options.

    argument  values; one that is not several texts (are_texts) is passed unchanged
    """
    choices = [options(value) if are_texts(value) else (value,) for value in argument]
    if math.prod(map(len, choices)) > values.MOST_CONSTANTS:
        return UNKNOWN
    return union([function(*choice) for choice in itertools.product(*choices)])


def text(value):
    """The Python str of a constant text; None of any other value."""
    return value.value if value.__class__ is Const and value.value.__class__ is str else None


def is_text(value):
    """Whether a value is a text for certain."""
    if value.__class__ is values.Shaped:
        return value.shape["is"] == "text" and not value.shape.get("null")
    return text(value) is not None or value.__class__ is Text or value.__class__ is Unknown and value.kind == "text"


def _answered_type(value):
    """"a mapping" of a part of AWS's response, by its shape in botocore's model."""
    return {"structure": "a mapping", "map": "a mapping", "list": "a list"}.get(
        models.shape(value.call["service"], value.shape).get("type", ""))


# {class of values that a text shows as Python writes them: the description of a value, or None of one that is a text}
CONTAINERS = {
    values.Dict: lambda value: "a mapping", values.List: lambda value: f"a {value.kind}",
    values.Row: lambda value: None if value.path else "a list of items" if value.many else "an item",
    values.Shaped: lambda value: {"map": "a mapping", "list": "a list"}.get(value.shape["is"]),
    values.Answer: _answered_type}


def parts_of(value):
    """The parts of the Text that a value becomes in a formatted text: see values.Text."""
    if value.__class__ is Text:
        return value.parts
    if value.__class__ is Const and value.value.__class__ in (str, int):
        return (str(value.value),)
    if value.__class__ in CONTAINERS and (described := CONTAINERS[value.__class__](value)):
        return (("repr", described),)
    if value.__class__ is values.Shaped and value.path:
        return (("event", value.path),)
    detail = value.detail if value.__class__ is Unknown and value.detail else {}
    if detail.get("iso") or "iso row" in detail:
        return (("iso", detail.get("iso row", True)),)
    if "answered" in detail:
        return (("answered", detail["field"]),)
    return (("hash", ""),) if detail is values.HASHED else (None,)


@functools.cache
def answered(field):
    """A text of a name with which AWS responded, in a form that is in none of its lists. field: of the response"""
    return Unknown("text", detail={"answered": True, "field": field})


def other_form(value, unknown=TEXT):
    """A part or another form of a text that is not known: of a name with which AWS responded it is such a name too."""
    detail = value.detail if value.__class__ is Unknown and value.detail else {}
    return answered(detail["field"]) if "answered" in detail else unknown


def is_answered(part):
    """Whether a part of a Text is a name with which AWS responded."""
    return part.__class__ is tuple and part[0] == "answered"


def derived(kind, origin):
    """The value of a text that AWS derives from a value, the origin. kind: "listed" or "execution", of values.Text."""
    return combined_options(lambda text: TEXT if None in parts_of(text)[:1] or any(map(
        is_answered, parts_of(text)[:1])) else Text(((kind, parts_of(text)),)), origin)


def joined_path(values_):
    """The Text of os.path.join(): an absolute part replaces those before it; what only a run knows is relative."""
    parts: list = []
    for own in map(parts_of, values_):
        if str(own[:1][0] if own else "").startswith("/"):
            parts = []
        elif parts and parts[-1].__class__ is str:
            parts += ["/"] * (not parts[-1].endswith("/"))
        elif parts:
            parts.append(None)  # its end may be a slash
        parts += [part for part in own if part != ""]
    return text_of(parts)


def text_of(parts):
    """The Text of parts (see values.Text); a Const if all of them are known."""
    merged = []
    for part in parts:
        if part.__class__ is str and merged and merged[-1].__class__ is str:
            merged[-1] += part
        elif part != "":
            merged.append(part)
    if not merged or len(merged) == 1 and merged[0].__class__ is str:
        return computed(merged[0] if merged else "")
    if len(merged) == 1 and is_answered(merged[0]):
        return answered(merged[0][1])
    letters = sum(len(part) for part in merged if part.__class__ is str)
    large = len(merged) > values.MOST_PARTS or letters > values.MOST_LETTERS
    return Text(tuple(merged)) if merged != [None] and not large else TEXT
