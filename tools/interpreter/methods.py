"""Methods of texts, mappings, lists, the event, a table's rows, and of whatever has a telling name."""
from interpreter import attributes, literals, responses, storing, text_methods, texts, values
from interpreter.values import (NONE, TEXT, UNKNOWN, Answer, Condition, Const, Dict, External, Given, List, Row,
                                Text, Unknown)

# Whatever has a method of this name: what it gives.
KINDS = {"isoformat": "text", "strftime": "text", "timestamp": "float", "total_seconds": "float", "hexdigest": "text",
         "decode": "text", "encode": "bytes", "getvalue": "", "removeprefix": "text", "removesuffix": "text",
         "utcnow": "time", "astimezone": "time"}
PURE = KINDS.keys() | set("""info warning error debug exception critical log format join index count get items keys
    values copy startswith endswith dumps writerow writerows to_dict""".split())
CONDITIONS = set("""eq ne lt lte gt gte begins_with between exists not_exists contains is_in attribute_type
    size""".split())


def applied(held, name, arguments, site):
    """held.name(...); None if nothing is known of it."""
    if texts.are_texts(held) or any(map(texts.are_texts, arguments.positional)) and texts.text(held) is not None:
        return texts.each_way(lambda text, *given: text_methods.of_text(text, name, given, arguments.named), held,
                              *arguments.positional)
    if held.__class__ is Dict:
        return _of_dict(held, name, arguments, site)
    if held.__class__ is List:
        return _of_list(held, name, arguments.positional, site.analysis)
    if held.__class__ is Given:
        return _of_given(held, name, arguments, site)
    if held.__class__ is Condition:
        if name not in CONDITIONS:
            return UNKNOWN
        begins = [texts.text_of([*texts.parts_of(one), None]) for one in arguments.positional[:1]]
        wanted = {"eq": arguments.positional[:1], "begins_with": begins}
        return Condition([(kind, key, name if not said else said) for kind, key, said in held.parts], held.open,
                         {held.parts[0][1]: one for one in wanted.get(name, ()) if len(held.parts) == 1})
    if held.__class__ is Answer and name in ("get", "items", "values", "keys"):
        return responses.method(held, name, arguments.positional, site)
    if held.__class__ is Row:
        return _of_row(held, name, arguments.positional, site.analysis)
    if held.__class__ in (Const, Text) or held.__class__ is Unknown and held.kind == "text":
        return text_methods.of_text(held, name, arguments.positional, arguments.named)
    if held.__class__ is Unknown and held.kind == "stream":
        return _of_stream(held, name, site)
    if held.__class__ is Unknown and held.json is not None and name == "decode":
        return Unknown("text", held.json)
    if held.__class__ is Unknown and held.kind == "uuid" or held.__class__ is Unknown and held.kind == "time":
        return {"replace": held, "date": held, "time": held}.get(name)
    return _of_environment(held, name, arguments, site)


def _of_environment(held, name, arguments, site):
    """os.environ.copy() and the like; else nothing."""
    return UNKNOWN if held.__class__ is External and held.dotted == "os.environ" else None


def _of_dict(held, name, arguments, site):
    """get, update, setdefault, pop, items, values, keys, copy of a mapping."""
    key = arguments.positional[0] if arguments.positional else UNKNOWN
    if name == "get":
        return _get(held, key, arguments.get(1, default=NONE))
    if name == "update":
        return _update(held, arguments.positional, arguments.named, site.analysis)
    if name in ("setdefault", "pop"):
        said = texts.text(key)
        before = held.items.get(said, UNKNOWN)
        if name == "setdefault":
            added = arguments.get(1, default=NONE)
            if said in held.items and said not in held.maybe:
                return before
            storing.put(held, key, added, True, site.analysis)
            return values.one_of([before, added]) if said in held.items else added
        held.open |= bool(site.analysis.branches) or said is None
        held.items.pop(said, None)
        return before
    if name == "items":
        return List([List([Const(key), value], kind="tuple") for key, value in held.items.items()], held.open) \
            if not held.open else List([List([UNKNOWN if held.rest else TEXT, values.one_of(
                [*held.items.values(), *held.rest])], kind="tuple")], True)
    if name == "values":
        return List([*held.items.values(), *held.rest], held.open)
    if name == "keys":
        return List([literals.element(held, site.analysis)], True)
    if name == "copy":
        return storing.copied(held, site.analysis)
    if name == "clear":
        held.open = True
    return UNKNOWN


def _get(held, key, other):
    """held.get(key, other): of a key that is not known, any of the values."""
    said = key.value if key.__class__ is Const else None
    if said is not None and said in held.items:
        sure = said not in held.maybe and not held.open
        return held.items[said] if sure else values.one_of([held.items[said], other])
    if said is None and held.items and not held.open:
        return values.one_of([*held.items.values(), other])
    return other if said is not None and not held.open else values.one_of([*held.items.values(), other, UNKNOWN])


def _update(held, args, named, analysis):
    """held.update(other, **named)"""
    for other in [*args, Dict(dict(named))]:
        if other.__class__ is Dict:
            for key, value in other.items.items():
                storing.put(held, Const(key), value, key not in other.maybe, analysis)
            held.open |= other.open
        else:
            held.open = True
            storing.loosen(held)
    return NONE


def _of_list(held, name, args, analysis):
    """append, extend, add, pop, copy of a list or set."""
    if name in ("append", "add", "insert", "extend", "update"):
        sure = not analysis.branches
        held.open |= not sure or name in ("extend", "update")
        if args:
            held.items.append(literals.element(args[-1], analysis) if name in ("extend", "update") else args[-1])
        return NONE
    if name in ("pop", "popleft"):
        held.open = True
        return literals.element(held, analysis)
    if name in ("sort", "reverse"):
        return NONE
    if name in ("remove", "discard", "clear"):
        held.open = True
        return NONE
    return List(list(held.items), held.open, held.kind) if name == "copy" else UNKNOWN


def _of_given(held, name, arguments, site):
    """get, items, ... of a part of the event."""
    shape = held.shape
    if shape.get("null") and held.path not in site.analysis.tested:
        site.note("null", path=list(held.path), key=f".{name}()")
    if shape["is"] == "map" and name == "get":
        key = texts.text(arguments.positional[0]) if arguments.positional else None
        other = arguments.get(1, default=NONE)
        if key is None:
            return UNKNOWN
        if site.analysis.testing:
            site.analysis.tested.add((*held.path, key))
        elif len(arguments.positional) < 2 and (*held.path, key) in site.analysis.tested:
            other = None  # a condition has looked whether it is there
        site.analysis.asked.add((*held.path, key))
        found = attributes.field(held, key, "get", site)
        if found.__class__ is Given and key in shape["fields"] and key not in shape["maybe"] \
                and not found.shape.get("null"):
            return found
        return found if other is None else values.one_of([found, other])
    if shape["is"] == "map" and name == "items":
        return List([List([TEXT, UNKNOWN], kind="tuple")], True)
    if shape["is"] == "map" and name in ("pop", "setdefault", "update", "copy", "keys", "values"):
        if name != "copy":
            key = texts.text(arguments.get(0)) if name != "update" else None
            site.analysis.asked.add((*held.path, key))
        return held if name == "copy" else UNKNOWN
    if shape["is"] == "text":
        return text_methods.of_text(TEXT, name, arguments.positional, arguments.named)
    if shape["is"] == "parsed" and name == "get":
        key = texts.text(arguments.positional[0]) if arguments.positional else None
        site.analysis.asked.add((*held.path, key))
        found = attributes.parsed_field(held, key, "get", site)
        return values.one_of([found, arguments.get(1, default=NONE)])
    return None if shape["is"] not in ("map", "list") else UNKNOWN


def _of_row(held, name, args, analysis):
    """get of a table's item; anything else of it is unknown."""
    if name == "get":
        analysis.asked.add(("row", held.call["line"], *held.path, texts.text(args[0]) if args else None))
        found = Row(held.call, (*held.path, texts.text(args[0]) or "*")) if args else UNKNOWN
        return values.one_of([found, args[1] if len(args) > 1 else NONE]) if args else UNKNOWN
    if name == "copy":
        return held
    if name == "items":
        return List([List([TEXT, Row(held.call, (*held.path, "*"))], kind="tuple")], True)
    if name == "pop":
        return Row(held.call, (*held.path, texts.text(args[0]) or "*")) if args else Row(held.call, held.path)
    return UNKNOWN


def _of_stream(held, name, site):
    """The body of an S3 object: botocore's StreamingBody has no more than it says here."""
    if name in ("decode", "split", "splitlines", "strip", "encode"):
        site.note("stream-method", name=name)
    return Unknown("bytes", held.json) if name == "read" else UNKNOWN
