"""The texts that the operator % makes: "%s#%05d" % (a, b)."""
import re

from interpreter import texts
from interpreter.values import TEXT, UNKNOWN, Dict, List

FORMAT = re.compile(r"%(?:\((?P<name>[^)]*)\))?(?P<width>[-+ #0]*\d*(?:\.\d+)?)(?P<kind>[diouxXeEfFgGcrsa%])")  # of %


def woven(first, second):
    """The text of first % second: "%s#%05d" % (a, b), "%(id)s" % {"id": a}; what another format than %s, %d and %i
    makes of a value is unknown. If the values do not fit, only the beginning is known."""
    text = texts.text(first)
    formats = list(FORMAT.finditer(text or ""))
    values_ = list(second.items) if second.__class__ is List and second.kind == "tuple" else [second]
    count = sum(match["kind"] != "%" and not match["name"] for match in formats)
    are_named = any(match["name"] for match in formats)
    if text is None or "%" in FORMAT.sub("", text) or not are_named and count != len(values_) \
            or second.__class__ is List and second.open:
        return TEXT if text is None else texts.text_of([text.partition("%")[0], None])
    parts, end = [], 0
    for match in formats:
        parts.append(text[end:match.start()])
        end = match.end()
        if match["kind"] == "%":
            parts.append("%")
        else:
            value = UNKNOWN if are_named else values_.pop(0)
            if are_named and second.__class__ is Dict and not second.open and match["name"] not in second.maybe:
                value = second.items.get(match["name"], UNKNOWN)
            parts += texts.parts_of(value) if match["kind"] == "s" and not match["width"] or match["kind"] in "di" \
                and not match["width"] and getattr(value, "value", None).__class__ is int else [None]
    return texts.text_of([*parts, text[end:]])
