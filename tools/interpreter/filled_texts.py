"""Texts with fields that a mapping fills: Template("... $net").substitute(message), "{net}".format(**message)."""
import string

from interpreter import attributes, event_parts, texts, values
from interpreter.values import UNKNOWN, Const, Shaped, Unknown


def template(arguments, _site):
    """The value of string.Template(text): its detail has the parts of the text, of each field a list."""
    return values.union([_template_of(option) for option in values.options(arguments.get(0, "template"))])


def _template_of(text):
    """The value of string.Template(text) of one text; UNKNOWN if none of its known parts has a field."""
    parts: list = []
    for part in texts.parts_of(text):
        end = 0
        for match in string.Template.pattern.finditer(part) if part.__class__ is str else ():
            name = match["named"] or match["braced"]
            parts += [part[end:match.start()], [name, match[0]] if name else match["escaped"] or match[0]]
            end = match.end()
        parts.append(part[end:] if part.__class__ is str else part)
    fields = [part[0] for part in parts if part.__class__ is list]
    is_known = fields or texts.text(text) is not None
    return Unknown("template", detail={"fields": fields, "parts": parts}) if is_known else UNKNOWN


def substituted(receiver, name, arguments, site):
    """The text of substitute() and safe_substitute() of a template; None of other methods."""
    if name not in ("substitute", "safe_substitute"):
        return None
    parts = receiver.detail["parts"]
    fields = {part[0]: _value(part, arguments, site) for part in parts if part.__class__ is list}
    return texts.combined_options(lambda *filled: texts.text_of([entry for part in parts for entry in (
        texts.parts_of(dict(zip(fields, filled))[part[0]]) if part.__class__ is list else (part,))]), *fields.values())


def _value(field, arguments, site):
    """The value of a field of a template. field: [its name, the text that safe_substitute() leaves without a value]"""
    name, unfilled = field
    mapping = arguments.get(0, "mapping", values.Dict({}, open_=arguments.more))
    if name in arguments.keywords or mapping.__class__ is Shaped:
        return arguments.keywords.get(name) or values.Text((("event", (*mapping.path, name)),))
    is_absent = mapping.__class__ is values.Dict and not mapping.open and name not in mapping.items
    return Const(unfilled) if is_absent else attributes.item(mapping, Const(name), site)


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
