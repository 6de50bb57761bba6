"""Methods of texts, mappings, lists, the event, a table's items, and methods known by name."""
from interpreter import (
    event_parts,
    filled_texts,
    literals,
    machine,
    mapping_functions,
    matches,
    merging,
    percent_formats,
    remaining_time,
    responses,
    storing,
    table_conditions,
    text_methods,
    texts,
    times,
    unlimited,
    values,
    warm_state,
)
from interpreter.values import NONE, TEXT, UNKNOWN, Answer, Condition, Const, Dict, List, Row, Shaped, Text, Unknown

# Methods known by name alone, whatever the value: the kind of their result.
KINDS = {"isoformat": "text", "strftime": "text", "timestamp": "float", "total_seconds": "float", "hexdigest": "text",
         "decode": "text", "encode": "bytes", "getvalue": "", "removeprefix": "text", "removesuffix": "text",
         "utcnow": "time", "astimezone": "time", "quantize": "decimal"}
PURE = KINDS.keys() | set("""info warning error debug exception critical log format join index count get items keys
    values copy startswith endswith dumps writerow writerows to_dict""".split())


def applied(receiver, name, arguments, site):
    """The value of receiver.name(...); None if this module does not know the result."""
    if storing.is_chain(receiver):
        if name == "new_child":
            return values.Partial(receiver.function, [arguments.get(0, "m", Dict({})), *receiver.args], {})
        is_change = name in ("update", "setdefault", "pop", "clear") and receiver.args
        receiver = receiver.args[0] if is_change else merging.merged(receiver, site.analysis)
    if name == "strftime":
        return percent_formats.of_time(arguments.get(0, "format"))
    several = any(map(texts.are_texts, arguments.positional))
    if texts.are_texts(receiver) or several and texts.text(receiver) is not None:
        return texts.combined_options(lambda text, *more: text_methods.of_text(text, name, more, arguments.keywords),
                                      receiver, *arguments.positional)
    if receiver.__class__ in (Dict, List) and receiver.warm is not None:
        warm_state.note_method(receiver, name, arguments, site)
    if receiver.__class__ is Dict:
        return mapping_functions.method(receiver, name, arguments, site)
    if receiver.__class__ is List and receiver.kind == "queue":
        return _of_queue(receiver, name, arguments, site.analysis)
    if receiver.__class__ is List and name in responses.OF_PAGES:
        return responses.of_pages(receiver, name, arguments.get(0, "expression"))
    if receiver.__class__ is List:
        return _of_list(receiver, name, arguments.positional, site.analysis)
    if receiver.__class__ is Shaped:
        return _of_shaped(receiver, name, arguments, site)
    if receiver.__class__ is Condition:
        return table_conditions.method(receiver, name, arguments.positional)
    if receiver.__class__ is Answer and name in ("get", "pop", "items", "values", "keys"):
        return responses.method(receiver, name, arguments.positional, site)
    if receiver.__class__ is Row:
        return _of_row(receiver, name, arguments.positional, site)
    if receiver.__class__ in (Const, Text) or receiver.__class__ is Unknown and receiver.kind == "text":
        return text_methods.of_text(receiver, name, arguments.positional, arguments.keywords)
    if receiver.__class__ is Unknown and (value := _of_unknown(receiver, name, arguments, site)) is not None:
        return value
    if name == remaining_time.METHOD:
        return remaining_time.value()
    return UNKNOWN if receiver.__class__ is values.External and receiver.dotted == "os.environ" else None


def _of_unknown(receiver, name, arguments, site):
    """The methods of a value of which only the type is known; None for other methods."""
    if receiver.kind == "stream":
        return _of_stream(receiver, name, site)
    if receiver.kind == "future":
        return receiver.detail["result"] if name in ("get", "result") else UNKNOWN
    if receiver.kind == "template":
        return filled_texts.substituted(receiver, name, arguments, site)
    if receiver.kind == "pattern":
        return matches.method(receiver, name, arguments)
    if receiver.kind == "path":
        return machine.method(receiver, name, arguments, site)
    if receiver.json is not None and name == "decode":
        return Unknown("text", receiver.json)
    if receiver.kind == "time":
        return {"isoformat": times.iso_text(receiver), "replace": times.replaced(receiver, arguments, site)
                if name == "replace" else None,
                "date": values.TIME, "time": values.TIME, "astimezone": times.in_zone(arguments)}.get(name)
    return text_methods.CASED.get(name)


def _of_queue(receiver, name, arguments, analysis):
    """put and get of a queue, set and get of a variable of a context."""
    if name in ("put", "put_nowait", "set"):
        receiver.items.append(arguments.get(0, "item"))
    if name in ("get", "get_nowait"):
        analysis.early += not receiver.items
        return literals.element(receiver, analysis)
    return UNKNOWN


ADDING = ("append", "appendleft", "add", "insert", "extend", "update")


def _of_list(receiver, name, args, analysis):
    """append, extend, add, pop, copy of a list or set."""
    if name in ADDING:
        sure = not analysis.branches
        receiver.open |= not sure or name in ("extend", "update")
        receiver.unlimited |= unlimited.of_each(args[-1]) if name == "extend" and args else 0
        if args:
            receiver.items.append(literals.element(args[-1], analysis) if name in ("extend", "update") else args[-1])
        return NONE
    if name in ("pop", "popleft"):
        receiver.open = True
        return literals.element(receiver, analysis)
    if name in ("sort", "reverse", "remove", "discard", "clear"):
        receiver.open |= bool(receiver.items) and name not in ("sort", "reverse")
        return NONE
    return List(list(receiver.items), receiver.open, receiver.kind) if name == "copy" else UNKNOWN


def _of_shaped(receiver, name, arguments, site):
    """get, items, ... of a part of the event."""
    shape = receiver.shape
    if shape.get("null") and receiver.path not in site.analysis.tested:
        site.note("null", path=list(receiver.path), key=f".{name}()")
    if shape["is"] == "map" and name == "get":
        key = texts.text(arguments.positional[0]) if arguments.positional else None
        default = arguments.get(1, default=NONE)
        if key is None:
            return UNKNOWN
        if site.analysis.testing:
            site.analysis.tested.add((*receiver.path, key))
        elif len(arguments.positional) < 2 and (*receiver.path, key) in site.analysis.tested:
            default = None  # a condition has tested that the key is there
        site.analysis.looked_up.add((*receiver.path, key))
        field = event_parts.field(receiver, key, "get", site)
        if field.__class__ is Shaped and key in shape["fields"] and key not in shape["maybe"]:
            return field
        return field if default is None else values.union([field, default])
    if shape["is"] == "map" and name == "items":
        value = Shaped(shape["each"], (*receiver.path, event_parts.EACH)) if "each" in shape else UNKNOWN
        return List([List([TEXT, value], kind="tuple")], True)
    if shape["is"] == "map" and name in ("pop", "setdefault", "update", "copy", "keys", "values"):
        if name != "copy":
            key = texts.text(arguments.get(0)) if name != "update" else None
            site.analysis.looked_up.add((*receiver.path, key))
        if name in ("setdefault", "update"):
            storing.set_field(receiver, key, UNKNOWN, site)
        return receiver if name == "copy" else UNKNOWN
    if shape["is"] == "text":
        if name in text_methods.EDGES and texts.text(arguments.get(0)):
            site.note("edge-text", path=list(receiver.path), key=texts.text(arguments.get(0)), how=name)
        return text_methods.of_part(receiver, name, arguments)
    if shape["is"] == "parsed" and name == "get":
        key = texts.text(arguments.positional[0]) if arguments.positional else None
        site.analysis.looked_up.add((*receiver.path, key))
        field = event_parts.parsed_field(receiver, key, "get", site)
        return values.union([field, arguments.get(1, default=NONE)])
    return text_methods.of_unknown_part(receiver, name) if shape["is"] not in ("map", "list") else UNKNOWN


def _of_row(receiver, name, args, site):
    """get, pop, items, copy, update, setdefault, and methods of a text, of a table's item or a part of it."""
    if name in ("startswith", "removeprefix") and len(receiver.path) == 1 and args and texts.text(args[0]):
        site.note("edge-row", key=texts.text(args[0]), path=list(receiver.path), call=receiver.call)
    if name == "get":
        key = texts.text(args[0]) if args else None
        site.analysis.looked_up.add(("row", receiver.call["line"], *receiver.path, key))
        if site.analysis.testing:
            site.analysis.tested.add(("row", receiver.call["line"], *receiver.path, key))
        field = Row(receiver.call, (*receiver.path, key or "*")) if args else UNKNOWN
        return values.union([field, args[1] if len(args) > 1 else NONE]) if args else UNKNOWN
    if name == "copy":
        return receiver
    if name in text_methods.CASED:
        return text_methods.CASED[name]
    if name == "items":
        return List([List([TEXT, Row(receiver.call, (*receiver.path, "*"))], kind="tuple")], True)
    if name in ("update", "setdefault"):
        storing.note_changed(receiver, site)
    if name == "pop":
        return Row(receiver.call, (*receiver.path, texts.text(args[0]) or "*") if args else receiver.path)
    return UNKNOWN


def _of_stream(receiver, name, site):
    """The body of an S3 object: only the methods of botocore's StreamingBody."""
    if name in ("decode", "split", "splitlines", "strip", "encode"):
        site.note("stream-method", name=name)
    return Unknown("bytes", receiver.json) if name == "read" else UNKNOWN
