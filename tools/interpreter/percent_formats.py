"""The texts that formats with % make: "%s#%05d" % (a, b), now.strftime("orders/%Y")."""
import re

from interpreter import texts
from interpreter.values import TEXT, UNKNOWN, Dict, List, Unknown

FORMAT = re.compile(r"%(?:\((?P<name>[^)]*)\))?(?P<width>[-+ #0]*\d*(?:\.\d+)?)(?P<kind>[diouxXeEfFgGcrsa%])")  # of %

OF_TIME = re.compile(r"%[-_0^#:]*(.)", re.DOTALL)  # a field of strftime


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


def of_time(format_):
    """The text of time.strftime(format): it begins as the format does, up to its first field."""
    parts: list = []
    for part in texts.parts_of(format_):
        start, *fields = OF_TIME.split(part) if part.__class__ is str else [None]
        parts.append(start)
        while fields[:1] == ["%"]:
            parts += fields[:2]
            del fields[:2]
        if fields:
            return texts.text_of([*parts, None])
    return texts.text_of(parts)


def formatted(value, spec):
    """The value of f"{value:spec}": of a time the text of strftime, of others unknown."""
    if texts.text(spec) in ("", "s"):
        return value
    return of_time(spec) if value.__class__ is Unknown and value.kind == "time" else UNKNOWN
