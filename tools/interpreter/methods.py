"""Methods of texts, mappings, lists, the event, a table's rows, and of whatever has a telling name."""
from interpreter import text_methods, attributes, storing, texts, values
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


def applied(held, name, args, named, node, frame, run):
    """held.name(...); None if nothing is known of it."""
    if texts.are_texts(held) or any(map(texts.are_texts, args)) and texts.text(held) is not None:
        return texts.each_way(lambda text, *given: text_methods.of_text(text, name, given, named), held, *args)
    if held.__class__ is Dict:
        return _of_dict(held, name, args, named, node, frame, run)
    if held.__class__ is List:
        return _of_list(held, name, args, run)
    if held.__class__ is Given:
        return _of_given(held, name, args, named, node, frame, run)
    if held.__class__ is Condition:
        if name not in CONDITIONS:
            return UNKNOWN
        wanted = {"eq": args[:1], "begins_with": [texts.text_of([*texts.parts_of(args[0]), None])] if args else []}
        return Condition([(kind, key, name if not said else said) for kind, key, said in held.parts], held.open,
                         {held.parts[0][1]: one for one in wanted.get(name, ()) if len(held.parts) == 1})
    if held.__class__ is Answer and name in ("get", "items", "values", "keys"):
        from interpreter import answers
        return answers.method(held, name, args, node, frame, run)
    if held.__class__ is Row:
        return _of_row(held, name, args, run)
    if held.__class__ in (Const, Text) or held.__class__ is Unknown and held.kind == "text":
        return text_methods.of_text(held, name, args, named)
    if held.__class__ is Unknown and held.kind == "stream":
        return _of_stream(held, name, node, frame, run)
    if held.__class__ is Unknown and held.json is not None and name == "decode":
        return Unknown("text", held.json)
    if held.__class__ is Unknown and held.kind == "uuid" or held.__class__ is Unknown and held.kind == "time":
        return {"replace": held, "date": held, "time": held}.get(name)
    return _of_environment(held, name, args, named, node, frame, run)


def _of_environment(held, name, args, named, node, frame, run):
    """os.environ.copy() and the like; else nothing."""
    return UNKNOWN if held.__class__ is External and held.dotted == "os.environ" else None


def _of_dict(held, name, args, named, node, frame, run):
    """get, update, setdefault, pop, items, values, keys, copy of a mapping."""
    from interpreter.displays import element
    from interpreter.known import copied
    key = args[0] if args else UNKNOWN
    if name == "get":
        return _get(held, key, args[1] if len(args) > 1 else NONE)
    if name == "update":
        return _update(held, args, named, run)
    if name in ("setdefault", "pop"):
        said = texts.text(key)
        before = held.items.get(said, UNKNOWN)
        if name == "setdefault":
            added = args[1] if len(args) > 1 else NONE
            if said in held.items and said not in held.maybe:
                return before
            storing.put(held, key, added, True, run)
            return values.one_of([before, added]) if said in held.items else added
        held.open |= bool(run.branches) or said is None
        held.items.pop(said, None)
        return before
    if name == "items":
        return List([List([Const(key), value], kind="tuple") for key, value in held.items.items()], held.open) \
            if not held.open else List([List([UNKNOWN if held.rest else TEXT, values.one_of(
                [*held.items.values(), *held.rest])], kind="tuple")], True)
    if name == "values":
        return List([*held.items.values(), *held.rest], held.open)
    if name == "keys":
        return List([element(held, run)], True)
    if name == "copy":
        return copied(held, run)
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


def _update(held, args, named, run):
    """held.update(other, **named)"""
    from interpreter.displays import loosen
    for other in [*args, Dict(dict(named))]:
        if other.__class__ is Dict:
            for key, value in other.items.items():
                storing.put(held, Const(key), value, key not in other.maybe, run)
            held.open |= other.open
        else:
            held.open = True
            loosen(held)
    return NONE


def _of_list(held, name, args, run):
    """append, extend, add, pop, copy of a list or set."""
    from interpreter.displays import element
    if name in ("append", "add", "insert", "extend", "update"):
        sure = not run.branches
        held.open |= not sure or name in ("extend", "update")
        if args:
            held.items.append(element(args[-1], run) if name in ("extend", "update") else args[-1])
        return NONE
    if name in ("pop", "popleft"):
        held.open = True
        return element(held, run)
    if name in ("sort", "reverse"):
        return NONE
    if name in ("remove", "discard", "clear"):
        held.open = True
        return NONE
    return List(list(held.items), held.open, held.kind) if name == "copy" else UNKNOWN


def _of_given(held, name, args, named, node, frame, run):
    """get, items, ... of a part of the event."""
    shape = held.shape
    if shape.get("null") and held.path not in run.tested:
        run.note("null", frame, node, path=list(held.path), key=f".{name}()")
    if shape["is"] == "map" and name == "get":
        key = texts.text(args[0]) if args else None
        other = args[1] if len(args) > 1 else NONE
        if key is None:
            return UNKNOWN
        if run.testing:
            run.tested.add((*held.path, key))
        elif len(args) < 2 and (*held.path, key) in run.tested:
            other = None  # a condition has looked whether it is there
        run.asked.add((*held.path, key))
        found = attributes.field(held, key, "get", node, frame, run)
        if found.__class__ is Given and key in shape["fields"] and key not in shape["maybe"] \
                and not found.shape.get("null"):
            return found
        return found if other is None else values.one_of([found, other])
    if shape["is"] == "map" and name == "items":
        return List([List([TEXT, UNKNOWN], kind="tuple")], True)
    if shape["is"] == "map" and name in ("pop", "setdefault", "update", "copy", "keys", "values"):
        if name != "copy":
            run.asked.add((*held.path, texts.text(args[0]) if args and name != "update" else None))
        return held if name == "copy" else UNKNOWN
    if shape["is"] == "text":
        return text_methods.of_text(TEXT, name, args, named)
    if shape["is"] == "parsed" and name == "get":
        key = texts.text(args[0]) if args else None
        run.asked.add((*held.path, key))
        found = attributes.parsed_field(held, key, "get", node, frame, run)
        return values.one_of([found, args[1] if len(args) > 1 else NONE])
    return None if shape["is"] not in ("map", "list") else UNKNOWN


def _of_row(held, name, args, run):
    """get of a table's item; anything else of it is unknown."""
    if name == "get":
        run.asked.add(("row", held.call["line"], *held.path, texts.text(args[0]) if args else None))
        found = Row(held.call, (*held.path, texts.text(args[0]) or "*")) if args else UNKNOWN
        return values.one_of([found, args[1] if len(args) > 1 else NONE]) if args else UNKNOWN
    if name == "copy":
        return held
    if name == "items":
        return List([List([TEXT, Row(held.call, (*held.path, "*"))], kind="tuple")], True)
    if name == "pop":
        return Row(held.call, (*held.path, texts.text(args[0]) or "*")) if args else Row(held.call, held.path)
    return UNKNOWN


def _of_stream(held, name, node, frame, run):
    """The body of an S3 object: botocore's StreamingBody has no more than it says here."""
    if name in ("decode", "split", "splitlines", "strip", "encode"):
        run.note("stream-method", frame, node, name=name)
    return Unknown("bytes", held.json) if name == "read" else UNKNOWN
