"""Items of the event: their shapes, and the notes on keys that the event does not have."""
from interpreter import texts, values
from interpreter.values import NONE, TEXT, UNKNOWN, Row, Shaped

EACH = "*"  # in the path of the value of any key of a mapping


def item(receiver, key, site):
    """The value of an item of the event, event[key], by its shape; notes a key that the event does not have."""
    shape, name = receiver.shape, texts.text(key)
    if shape.get("null") and receiver.path not in site.analysis.tested:
        site.note("null", path=list(receiver.path), key=name)
    if shape["is"] == "list":
        if name is not None:
            site.note("index-list", path=list(receiver.path), key=name)
            return UNKNOWN
        return Shaped(shape["of"], (*receiver.path, "[]"))
    if shape["is"] == "text":
        if name is not None:
            site.note("index-text", path=list(receiver.path), key=name)
        return TEXT
    if shape["is"] != "map":
        return parsed_field(receiver, name, "item", site) if shape["is"] == "parsed" else UNKNOWN
    if name is None:
        return UNKNOWN
    return field(receiver, name, "item", site)


# {attribute of Powertools' data classes: the fields that it reads}
# docs.aws.amazon.com/powertools/python/latest/utilities/data_classes/#s3
READ_FIELDS = {"records": ("Records",), "record": ("Records", "[]"), "get_object": ("object",),
               "bucket_name": ("Records", "[]", "s3", "bucket", "name"),
               "object_key": ("Records", "[]", "s3", "object", "key"),
               "json_body": ("body",), "message_id": ("messageId",), "receipt_handle": ("receiptHandle",)}


def of_data_class(receiver, name, site):
    """The value of an attribute of a data class of Powertools, by its name or by READ_FIELDS; None of others."""
    fields = READ_FIELDS.get(name, (name,))
    if hasattr(dict, name) or fields[0] not in receiver.shape.get("fields", ()):
        return None
    value = receiver
    for part in fields:
        if value.__class__ is Shaped:
            value = item(value, UNKNOWN if part == "[]" else values.Const(part), site)
    if name == "json_body":
        return Shaped(value.shape["json"], (*value.path, "()")) if "json" in value.shape else UNKNOWN
    return values.Text((("decoded", value.path),)) if name == "object_key" and value.__class__ is Shaped else value


def field(receiver, name, how, site):
    """The value of a field of a mapping of the event; notes a field that may be absent.

    how  "item" for value[name], "get" for value.get(name)
    """
    shape, path = receiver.shape, (*receiver.path, name)
    if (value := set_by_code(receiver, name, site)) is not None:
        return value
    if name in shape["fields"]:
        part = shape["fields"][name]
        is_tested = site.analysis.testing and name in shape.get("empty", ())
        if how == "item" and (name in shape["maybe"] or is_tested):
            site.note("maybe", path=list(receiver.path), key=name, inside=bool(site.analysis.open_conditions),
                     nested=bool(site.analysis.branches),
                     always=site.analysis.in_handler and not site.analysis.conditions)
        return Shaped(part, path)
    if not shape["open"] or name in shape.get("absent", ()) or name not in shape.get("more", (name,)):
        has = sorted([*shape["fields"], *shape.get("more", ())])
        site.note("no-key", path=list(receiver.path), key=name, has=has, how=how,
                  **site.analysis.certainty())
    else:
        inner = [key for key, part in shape["fields"].items() if name in part.get("fields", ())]
        site.note("open-key", path=list(receiver.path), key=name, has=sorted(shape["fields"]), how=how, inner=inner,
                 inside=bool(site.analysis.open_conditions), nested=bool(site.analysis.branches),
                 caught_here=bool(site.analysis.expected_key_errors),
                 examined=(*receiver.path[:-1], "eventName") in site.analysis.tested, **site.analysis.certainty())
    if shape.get("free"):
        return parsed_field(receiver, name, how, site)
    if "each" in shape and name not in shape.get("absent", ()):
        return Shaped(shape["each"], path)
    return UNKNOWN if how == "item" or shape["open"] else values.union([NONE, UNKNOWN])


def set_by_code(receiver, name, site):
    """The value of a field that code has set in a part of the event, None of any other field."""
    fields = site.analysis.set_fields
    return fields.get((*receiver.path, name), fields.get((*receiver.path, None)))


def parsed_field(receiver, name, how, site):
    """The value of a field of JSON that another lambda may have written; notes the read, so that checks compare."""
    if (value := set_by_code(receiver, name, site)) is not None:
        return value
    if name is not None:
        site.note("read", path=list(receiver.path), key=name, how=how, **site.analysis.certainty())
    return Shaped(receiver.shape if "exact" in receiver.shape else {"is": "parsed"}, (*receiver.path, name or "*"))


def note_none(value, use, site):
    """Note a use, ".split()" or "int()", of body.get("note"), of a field that need not be there: it may be None."""
    part, *others = [option for option in value.options if option is not NONE] or [NONE]
    if others or NONE not in value.options:
        return
    if part.__class__ is Row and len(part.path) == 1 and part.path[0] != EACH:
        site.note("none-attribute", path=["row", part.call["line"], part.path[0]], key=use, call=part.call)
    elif part.__class__ is Shaped and part.shape["is"] in ("text", "list", "map"):
        site.note("null", path=list(part.path), key=use)


def note_other_texts(value, constants, site):
    """Note a test of a part of the event for texts that it never is, by the lists of AWS or, of this app alone, by the
    lambda's block: event["httpMethod"] == "post"."""
    shape = value.shape if value.__class__ is Shaped else {}
    possible = shape.get("among") or shape.get("values")
    others = [text for text in constants if text.__class__ is str and text not in possible] if possible else []
    if others and ("among" in shape or len(others) == len(constants)):
        site.note("other-text", path=list(value.path), key=others[0], has=possible, own="among" not in shape)


def of_key(value, key):
    """The value of one key of a mapping that is made of all keys of a part of the event: {name.lower(): value ...}"""
    return Shaped(value.shape, (*value.path[:-1], key)) if value.__class__ is Shaped and value.path[-1:] == (EACH,) \
        and key is not None else value


def present(value):
    """The value of `value or other` where value is true: a part of the event without its None."""
    if value.__class__ is Shaped and value.shape.get("null"):
        return Shaped({**value.shape, "null": False}, value.path)
    return value
