"""Texts with fields that a mapping fills: Template("... $net").substitute(message), "{net}".format(**message)."""
import string

from interpreter import event_parts, texts
from interpreter.values import UNKNOWN, Const, Shaped, Unknown


def template(arguments, _site):
    """The value of string.Template(text), of a known text."""
    text = texts.text(arguments.get(0, "template"))
    if text is None:
        return UNKNOWN
    names = [match["named"] or match["braced"] for match in string.Template.pattern.finditer(text)]
    return Unknown("template", detail={"fields": [name for name in names if name]})


def note_fields(receiver, name, arguments, site):
    """Note the reads of a method that fills a text with a part of the event: a field without a key is a KeyError."""
    if name == "substitute" and receiver.__class__ is Unknown and receiver.kind == "template":
        fields, mappings = receiver.detail["fields"], [*arguments.positional[:1], *arguments.spread]
    elif name in ("format", "format_map"):
        fields = fields_of(texts.text(receiver) or "")
        mappings = arguments.positional[:1] if name == "format_map" else arguments.spread
    else:
        return
    if len(mappings) == 1 and mappings[0].__class__ is Shaped:
        for field in dict.fromkeys(fields):
            if field not in arguments.keywords:
                event_parts.item(mappings[0], Const(field), site)


def fields_of(text):
    """["net"] of "{net:.2f} EUR of {0}": the names of the fields of a text; [] of one that is no format."""
    try:
        fields = [field for _text, field, _format, _conversion in string.Formatter().parse(text) if field]
    except ValueError:
        return []
    names = [field.partition(".")[0].partition("[")[0] for field in fields]
    return [name for name in names if name and not name.isdecimal()]


FUNCTIONS = {"string.Template": template}
