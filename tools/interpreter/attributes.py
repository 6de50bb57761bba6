"""Reading and writing what stands in a value: attributes, items, elements."""
from interpreter import amazon, environment, importing, responses, texts, values
from interpreter.analysis import Arguments
from interpreter.values import (NONE, TEXT, UNKNOWN, Answer, Any, Aws, Class, Const, Dict, External, Given, Instance,
                                List, Method, Module, Row, Unknown)

PARTS = {("uuid", "hex"): "text", ("uuid", "int"): "whole", ("time", "year"): "whole", ("time", "month"): "whole",
         ("time", "day"): "whole", ("time", "hour"): "whole", ("span", "days"): "whole",
         ("span", "seconds"): "whole"}


def attribute(value, name, site):
    """value.name"""
    if value.__class__ is Any and texts.are_texts(value):
        return value if name == "value" else Method(value, name)
    if value.__class__ is Any:
        return _of_options(value, site.analysis, lambda one: attribute(one, name, site))
    if value.__class__ is Module:
        return importing.member(value, name, site)
    if value.__class__ is External:
        return External(f"{value.dotted}.{name}")
    if value.__class__ is Instance:
        return of_instance(value, name, site)
    if value.__class__ is Class:
        return of_class(value, name)
    if value.__class__ is Aws:
        return amazon.attribute(value, name, site)
    if name == "value" and texts.text(value) is not None:  # of an Enum's member
        return value
    if value.__class__ is Unknown and (value.kind, name) in PARTS:
        return Unknown(PARTS[value.kind, name])
    return Method(value, name)


def _of_options(value, analysis, of_one):
    """What each option but None gives; where it is not sure which it is, nothing is noted."""
    there = [one for one in value.options if not (one.__class__ is Const and one.value is None)]
    analysis.muted += len(there) > 1
    found = [of_one(one) for one in there]
    analysis.muted -= len(there) > 1
    return values.one_of(found)


def of_class(held, name):
    """An attribute of a class of the app: a classmethod is bound; what an Enum makes of a constant is not known."""
    found = in_class(held, name)
    if found.__class__ is values.Function and found.self is None and "classmethod" in _decorators(found):
        return values.Function(found.node, found.frame, found.defaults, found.owner, held)
    if texts.text(found) is not None and any(map(_is_enum, held.bases)):
        return found  # and so is its .value
    foreign = any(base.__class__ is not Class for base in held.bases)
    return UNKNOWN if found is None or foreign and found.__class__ is not values.Function else found


def _is_enum(base):
    """Whether a base of a class makes its constants members: Enum, StrEnum."""
    return base.__class__ is External and base.dotted.endswith("Enum") or base.__class__ is Class and any(
        map(_is_enum, base.bases))


def _decorators(function):
    """The names of a function's decorators: {"classmethod"}."""
    return {getattr(one, "id", getattr(one, "attr", "")) for one in getattr(function.node, "decorator_list", [])}


def of_instance(value, name, site):
    """An attribute of an object of the app: its own, a method, or unknown."""
    if name in value.names:
        return value.names[name]
    found = in_class(value.made_of, name)
    if found is None or found.__class__ is not values.Function:
        return of_class(value.made_of, name) if value.made_of.__class__ is Class else UNKNOWN
    method = bound(found, value.made_of, value)
    if _decorators(found) & {"property", "cached_property"}:
        return site.analysis.call(method, Arguments(), site)
    return method


def bound(function, made_of, held):
    """A function of a class as an object has it: bound to the object, to its class, or to nothing."""
    said = getattr(function.node, "decorator_list", [])
    decorators = {getattr(one, "id", getattr(one, "attr", "")) for one in said}
    if "staticmethod" in decorators:
        return function
    to = made_of if "classmethod" in decorators else held
    return values.Function(function.node, function.frame, function.defaults, function.owner, to)


def in_class(held, name):
    """What a class or one of its bases has under a name, or None; each class is searched once."""
    searched, waiting = set(), [held]
    while waiting:
        made_of = waiting.pop()
        if made_of.__class__ is Class and id(made_of) not in searched:
            searched.add(id(made_of))
            if name in made_of.names:
                return made_of.names[name]
            waiting += reversed(made_of.bases)
    return None


def item(held, key, site):
    """held[key]"""
    if held.__class__ is Any:  # of `x or {}` the empty one has no items
        full = [one for one in held.options if one.__class__ is not Dict or one.items or one.open]
        return _of_options(Any(tuple(full)), site.analysis, lambda one: item(one, key, site))
    name = texts.text(key)
    if held.__class__ is Given:
        return _given_item(held, key, site)
    if held.__class__ is Dict:
        said = key.value if key.__class__ is Const else None
        if said is not None and said in held.items:
            return values.one_of([held.items[said], UNKNOWN]) if held.open else held.items[said]
        if name is None and held.items and not held.open:
            return values.one_of(held.items.values())
        return values.one_of([*held.items.values(), UNKNOWN]) if name is None else UNKNOWN
    if held.__class__ is List:
        at = key.value if key.__class__ is Const and key.value.__class__ is int else None
        if at is not None and not held.open and -len(held.items) <= at < len(held.items):
            return held.items[at]
        return values.one_of([*held.items, *([UNKNOWN] if held.open or not held.items else [])])
    if held.__class__ is Answer:
        return responses.item(held, key, site)
    if held.__class__ is Row and not held.many and name is not None:
        site.note("read-row", path=["row", held.call["line"], *held.path], key=name, how="item",
                 call=held.call, **site.analysis.chances())
    if held.__class__ is Row:
        return Row(held.call, held.path, False) if held.many else Row(held.call, (*held.path, name or "*"))
    if environment.is_environ(held):
        return environment.read(key, False, getattr(site.node, "slice", None), site)
    if held.__class__ is Const and held.value.__class__ is str or held.__class__ is values.Text:
        if name is not None:
            site.note("index-text", key=name, path=[])
        return TEXT
    if held.__class__ is Unknown and held.kind in ("stream", "text") and name is not None:
        site.note("index-text" if held.kind == "text" else "index-stream", key=name, path=[])
    return UNKNOWN


def _given_item(held, key, site):
    """An item of the event: its shape, and a note if there is none."""
    shape, name = held.shape, texts.text(key)
    if shape.get("null") and held.path not in site.analysis.tested:
        site.note("null", path=list(held.path), key=name)
    if shape["is"] == "list":
        if name is not None:
            site.note("index-list", path=list(held.path), key=name)
            return UNKNOWN
        return Given(shape["of"], (*held.path, "[]"))
    if shape["is"] == "text":
        if name is not None and "json" in shape:
            site.note("index-text", path=list(held.path), key=name)
        elif name is not None:
            site.note("index-text", path=list(held.path), key=name)
        return TEXT
    if shape["is"] != "map":
        return parsed_field(held, name, "item", site) if shape["is"] == "parsed" else UNKNOWN
    if name is None:
        return UNKNOWN
    return field(held, name, "item", site)


def field(held, name, how, site):
    """A field of a mapping of the event, said as held[name] ("item") or held.get(name) ("get")."""
    shape, path = held.shape, (*held.path, name)
    if name in shape["fields"]:
        inner = shape["fields"][name]
        if name in shape["maybe"] and how == "item":
            site.note("maybe", path=list(held.path), key=name, inside=bool(site.analysis.inside),
                     always=site.analysis.handling and not site.analysis.doubts)
        return Given(inner, path)
    if not shape["open"] or name in shape.get("absent", ()):
        site.note("no-key", path=list(held.path), key=name, has=sorted(shape["fields"]), how=how)
    else:
        site.note("open-key", path=list(held.path), key=name, has=sorted(shape["fields"]), how=how,
                 inside=bool(site.analysis.inside), **site.analysis.chances())
    if shape.get("free"):
        return parsed_field(held, name, how, site)
    return UNKNOWN if how == "item" or shape["open"] else values.one_of([NONE, UNKNOWN])


def parsed_field(held, name, how, site):
    """A field of JSON that another lambda may have made: checks ask whether it does."""
    if name is not None:
        site.note("read", path=list(held.path), key=name, how=how, **site.analysis.chances())
    return Given({"is": "parsed"}, (*held.path, name or "*"))


def present(value):
    """The value of `value or other` where it is true: not None."""
    if value.__class__ is Given and value.shape.get("null"):
        return Given({**value.shape, "null": False}, value.path)
    return value


def each(held, analysis):
    """What a loop over a value gives that is no list of ours."""
    if held.__class__ is Class and any(map(_is_enum, held.bases)):
        return values.one_of([value for name, value in held.names.items() if not name.startswith("_")])
    if held.__class__ is Given and held.shape["is"] == "list":
        return Given(held.shape["of"], (*held.path, "[]"))
    if held.__class__ is Given and held.shape["is"] == "map":
        return TEXT
    if held.__class__ is Given and held.shape["is"] == "parsed":
        return Given(held.shape, (*held.path, "[]"))
    if held.__class__ is Row:
        return Row(held.call, held.path, False) if held.many else Row(held.call, (*held.path, "*"))
    if held.__class__ is Answer:
        return responses.each(held)
    if held.__class__ is Aws:
        return amazon.each(held, analysis)
    return UNKNOWN


def sliced(held):
    """held[a:b]: of the same kind."""
    if held.__class__ is List:
        return List(held.items, True, held.kind)
    return held if held.__class__ in (Row, Answer, Given) and not (
        held.__class__ is Given and held.shape["is"] == "text") else TEXT if texts.text(held) is not None else UNKNOWN
