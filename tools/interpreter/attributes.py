"""Reading parts of a value: attributes, items, elements."""
from interpreter import amazon, environment, importing, responses, texts, values, warm_state
from interpreter.analysis import Arguments
from interpreter.values import (
    NONE,
    TEXT,
    UNKNOWN,
    Answer,
    Any,
    Aws,
    Class,
    Const,
    Dict,
    External,
    Instance,
    List,
    Method,
    Module,
    Row,
    Shaped,
    Unknown,
)

PARTS = {("uuid", "hex"): "text", ("uuid", "int"): "whole", ("time", "year"): "whole", ("time", "month"): "whole",
         ("time", "day"): "whole", ("time", "hour"): "whole", ("span", "days"): "whole",
         ("span", "seconds"): "whole"}


def attribute(value, name, site):
    """value.name"""
    if value.__class__ is Any and texts.are_texts(value):
        return value if name == "value" else Method(value, name)
    if value.__class__ is Any:
        return _of_options(value, site.analysis, lambda entry: attribute(entry, name, site))
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
    """The attribute of each option but None; with several options there are no notes."""
    options_left = [option for option in value.options if not (option.__class__ is Const and option.value is None)]
    analysis.silenced += len(options_left) > 1
    member = [of_one(entry) for entry in options_left]
    analysis.silenced -= len(options_left) > 1
    return values.one_of(member)


def of_class(receiver, name):
    """An attribute of a class of the app: a classmethod is bound; a member of an Enum is unknown."""
    member = in_class(receiver, name)
    if member.__class__ is values.Function and member.self is None and "classmethod" in _decorators(member):
        return values.Function(member.node, member.frame, member.defaults, member.owner, receiver)
    if texts.text(member) is not None and any(map(_is_enum, receiver.bases)):
        return member  # and so is its .value
    foreign = any(base.__class__ is not Class for base in receiver.bases)
    return UNKNOWN if member is None or foreign and member.__class__ is not values.Function else member


def _is_enum(base):
    """Whether a base of a class makes its constants members: Enum, StrEnum."""
    return base.__class__ is External and base.dotted.endswith("Enum") or base.__class__ is Class and any(
        map(_is_enum, base.bases))


def _decorators(function):
    """The names of a function's decorators: {"classmethod"}."""
    return {getattr(entry, "id", getattr(entry, "attr", "")) for entry in getattr(function.node, "decorator_list", [])}


def of_instance(value, name, site):
    """An attribute of an object of the app: its own, a method, or unknown."""
    if name in value.names:
        return value.names[name]
    member = in_class(value.made_of, name)
    if member is None or member.__class__ is not values.Function:
        return of_class(value.made_of, name) if value.made_of.__class__ is Class else UNKNOWN
    method = bound(member, value.made_of, value)
    if _decorators(member) & {"property", "cached_property"}:
        return site.analysis.call(method, Arguments(), site)
    return method


def bound(function, made_of, receiver):
    """A function of a class as an attribute of an object: bound to the object, to its class, or unbound."""
    constant = getattr(function.node, "decorator_list", [])
    decorators = {getattr(entry, "id", getattr(entry, "attr", "")) for entry in constant}
    if "staticmethod" in decorators:
        return function
    to = made_of if "classmethod" in decorators else receiver
    return values.Function(function.node, function.frame, function.defaults, function.owner, to)


def in_class(receiver, name):
    """The member of a class or of one of its bases, or None; each class is searched once."""
    searched, waiting = set(), [receiver]
    while waiting:
        made_of = waiting.pop()
        if made_of.__class__ is Class and id(made_of) not in searched:
            searched.add(id(made_of))
            if name in made_of.names:
                return made_of.names[name]
            waiting += reversed(made_of.bases)
    return None


def item(receiver, key, site):
    """value[key]"""
    if receiver.__class__ is Any:  # of `x or {}` the empty one has no items
        full = [option for option in receiver.options if option.__class__ is not Dict or option.items or option.open]
        return _of_options(Any(tuple(full)), site.analysis, lambda entry: item(entry, key, site))
    name = texts.text(key)
    if receiver.__class__ is Shaped:
        return _given_item(receiver, key, site)
    if receiver.__class__ is Dict:
        if receiver.warm is not None:
            warm_state.note(receiver, "compared" if site.analysis.testing else "tested", site)
        constant = key.value if key.__class__ is Const else None
        if constant is not None and constant in receiver.items:
            return values.one_of([receiver.items[constant], UNKNOWN]) if receiver.open else receiver.items[constant]
        if name is None and receiver.items and not receiver.open:
            return values.one_of(receiver.items.values())
        return values.one_of([*receiver.items.values(), *receiver.rest, UNKNOWN]) if name is None else UNKNOWN
    if receiver.__class__ is List:
        at = key.value if key.__class__ is Const and key.value.__class__ is int else None
        if at is not None and not receiver.open and -len(receiver.items) <= at < len(receiver.items):
            return receiver.items[at]
        return values.one_of([*receiver.items, *([UNKNOWN] if receiver.open or not receiver.items else [])])
    if receiver.__class__ is Answer:
        return responses.item(receiver, key, site)
    if receiver.__class__ is Row and not receiver.many and name is not None:
        site.note("read-row", path=["row", receiver.call["line"], *receiver.path], key=name, how="item",
                 call=receiver.call, **site.analysis.certainty())
    if receiver.__class__ is Row:
        return Row(receiver.call, receiver.path, False) if receiver.many else Row(
            receiver.call, (*receiver.path, name or "*"))
    if environment.is_environ(receiver):
        return environment.read(key, False, getattr(site.node, "slice", None), site)
    if receiver.__class__ is Const and receiver.value.__class__ is str or receiver.__class__ is values.Text:
        if name is not None:
            site.note("index-text", key=name, path=[])
        return TEXT
    if receiver.__class__ is Unknown and receiver.kind in ("stream", "text") and name is not None:
        site.note("index-text" if receiver.kind == "text" else "index-stream", key=name, path=[])
    return UNKNOWN


def _given_item(receiver, key, site):
    """An item of the event: its shape, and a note if the event does not have it."""
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


def field(receiver, name, how, site):
    """A field of a mapping of the event, read as value[name] ("item") or value.get(name) ("get")."""
    shape, path = receiver.shape, (*receiver.path, name)
    if name in shape["fields"]:
        part = shape["fields"][name]
        if name in shape["maybe"] and how == "item":
            site.note("maybe", path=list(receiver.path), key=name, inside=bool(site.analysis.open_conditions),
                     always=site.analysis.in_handler and not site.analysis.conditions)
        return Shaped(part, path)
    if not shape["open"] or name in shape.get("absent", ()):
        site.note("no-key", path=list(receiver.path), key=name, has=sorted(shape["fields"]), how=how)
    else:
        site.note("open-key", path=list(receiver.path), key=name, has=sorted(shape["fields"]), how=how,
                 inside=bool(site.analysis.open_conditions), **site.analysis.certainty())
    if shape.get("free"):
        return parsed_field(receiver, name, how, site)
    return UNKNOWN if how == "item" or shape["open"] else values.one_of([NONE, UNKNOWN])


def parsed_field(receiver, name, how, site):
    """A field of JSON that another lambda may have written: a note for the checks, which compare both."""
    if name is not None:
        site.note("read", path=list(receiver.path), key=name, how=how, **site.analysis.certainty())
    return Shaped({"is": "parsed"}, (*receiver.path, name or "*"))


def present(value):
    """The value of `value or other` where it is true: not None."""
    if value.__class__ is Shaped and value.shape.get("null"):
        return Shaped({**value.shape, "null": False}, value.path)
    return value


def element(receiver, analysis):
    """The element of a loop over a value that is no List."""
    if receiver.__class__ is Class and any(map(_is_enum, receiver.bases)):
        return values.one_of([value for name, value in receiver.names.items() if not name.startswith("_")])
    if receiver.__class__ is Shaped and receiver.shape["is"] == "list":
        return Shaped(receiver.shape["of"], (*receiver.path, "[]"))
    if receiver.__class__ is Shaped and receiver.shape["is"] == "map":
        return TEXT
    if receiver.__class__ is Shaped and receiver.shape["is"] == "parsed":
        return Shaped(receiver.shape, (*receiver.path, "[]"))
    if receiver.__class__ is Row:
        return Row(receiver.call, receiver.path, False) if receiver.many else Row(receiver.call, (*receiver.path, "*"))
    if receiver.__class__ is Answer:
        return responses.element(receiver)
    if receiver.__class__ is Aws:
        return amazon.element(receiver, analysis)
    return UNKNOWN


def sliced(receiver):
    """receiver[a:b]: of the same kind."""
    if receiver.__class__ is List:
        return List(receiver.items, True, receiver.kind)
    if receiver.__class__ in (Row, Answer) or receiver.__class__ is Shaped and receiver.shape["is"] != "text":
        return receiver
    return TEXT if receiver.__class__ is Shaped or texts.text(receiver) is not None else UNKNOWN
