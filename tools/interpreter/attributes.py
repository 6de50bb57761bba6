"""Reading parts of a value: attributes, items, elements."""
from interpreter import amazon, environment, event_parts, importing, responses, texts, values, warm_state
from interpreter.analysis import Arguments, Site
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
    """The value of value.name."""
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
    if value.__class__ is values.Parent:
        member = in_class(value.class_, name)
        if member.__class__ is values.Function:
            return bound(member, value.class_, value.of)
        return External("builtins.object") if name == "__init__" else UNKNOWN
    if value.__class__ is Class:
        return of_class(value, name)
    if value.__class__ is Aws:
        return amazon.attribute(value, name, site)
    if name == "value" and texts.text(value) is not None:  # of an Enum's member
        return value
    if value.__class__ is Unknown and (value.kind, name) in PARTS:
        return Unknown(PARTS[value.kind, name])
    return Method(value, name)


def _of_options(value, analysis, attribute_of):
    """The attribute of each option but None; with several options there are no notes."""
    options = [option for option in value.options if not (option.__class__ is Const and option.value is None)]
    analysis.silenced += len(options) > 1
    member = [attribute_of(entry) for entry in options]
    analysis.silenced -= len(options) > 1
    return values.union(member)


def of_class(receiver, name):
    """The value of an attribute of a class of the app: a classmethod is bound; a member of an Enum is unknown."""
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
    """The value of an attribute of an object of the app: its own, a method, the result of a property; else unknown."""
    if name in value.names:
        return value.names[name]
    member = in_class(value.class_, name)
    if member.__class__ is values.Partial and member.function.__class__ is values.Function:  # functools.partialmethod
        return values.Partial(bound(member.function, value.class_, value), member.args, member.keywords)
    dynamic = in_class(value.class_, "__getattr__") if member is None and not name.startswith("__") else None
    if dynamic.__class__ is values.Function:
        return site.analysis.call(bound(dynamic, value.class_, value), Arguments([Const(name)]), site)
    if member is None or member.__class__ is not values.Function:
        return of_class(value.class_, name) if value.class_.__class__ is Class else UNKNOWN
    method = bound(member, value.class_, value)
    if _decorators(member) & {"property", "cached_property"}:
        return site.analysis.call(method, Arguments(), site)
    return method


def special(value, name, arguments, site):
    """The result of a special method of an object of the app, __getitem__(key); None if it has none."""
    member = in_class(value.class_, name) if value.__class__ is Instance else None
    if member.__class__ is not values.Function:
        return None
    return site.analysis.call(bound(member, value.class_, value), Arguments(arguments), site)


def entered(value, site):
    """The value after `as` in a with: of the app's objects the result of __enter__, of a generator what it yields."""
    if value.__class__ is List:
        return values.union(value.items) if value.items else UNKNOWN
    if value.__class__ is Instance:
        results = [special(value, name, (), site) for name in ("__enter__", "__aenter__")]
        for name in ("__exit__", "__aexit__"):
            special(value, name, (NONE, NONE, NONE), site)
        return next((result for result in results if result is not None), value)
    if value.__class__ is Any:
        return values.union([entered(option, site) for option in value.options])
    return value if value.__class__ is Aws else UNKNOWN


def iterated(value, analysis):
    """The element of a loop over an object of the app, by its __iter__ and __next__."""
    site = Site(None, getattr(value.class_, "frame", None), analysis)
    for names in (("__iter__", "__next__"), ("__aiter__", "__anext__")):
        items = special(value, names[0], (), site)
        if items is not None:
            following = special(items if items.__class__ is Instance else value, names[1], (), site)
            options = [] if items.__class__ in (Instance, Unknown) else items.items if items.__class__ is List else []
            return values.union([*options, *([] if following is None else [following])]) if options or following \
                else UNKNOWN
    return UNKNOWN


def bound(function, class_, receiver):
    """A function of a class as a Function bound to an object, to its class (classmethod), or unbound (staticmethod)."""
    constant = getattr(function.node, "decorator_list", [])
    decorators = {getattr(entry, "id", getattr(entry, "attr", "")) for entry in constant}
    if "staticmethod" in decorators:
        return function
    to = class_ if "classmethod" in decorators else receiver
    return values.Function(function.node, function.frame, function.defaults, function.owner, to)


def in_class(receiver, name):
    """The value of a name in a class of the app or in its bases; None if none has it."""
    searched, waiting = set(), [receiver]
    while waiting:
        class_ = waiting.pop()
        if class_.__class__ is Class and id(class_) not in searched:
            searched.add(id(class_))
            if name in class_.names:
                return class_.names[name]
            waiting += reversed(class_.bases)
    return None


def item(receiver, key, site):
    """The value of receiver[key]."""
    if receiver.__class__ is Any:  # of `x or {}` the empty one has no items
        _note_missing_row(receiver, site)
        full = [option for option in receiver.options if option.__class__ is not Dict or option.items or option.open]
        return _of_options(Any(tuple(full)), site.analysis, lambda entry: item(entry, key, site))
    if receiver.__class__ is Instance:
        result = special(receiver, "__getitem__", (key,), site)
        return UNKNOWN if result is None else result
    name = texts.text(key)
    if receiver.__class__ is Shaped:
        return event_parts.item(receiver, key, site)
    if receiver.__class__ is Dict:
        if receiver.warm is not None:
            warm_state.note(receiver, "compared" if site.analysis.testing else "tested", site)
        constant = key.value if key.__class__ is Const else None
        if constant is not None and constant in receiver.items:
            return values.union([receiver.items[constant], UNKNOWN]) if receiver.open else receiver.items[constant]
        if name is None and receiver.items and not receiver.open:
            return values.union(receiver.items.values())
        others = [] if receiver.open == values.KEYED else [UNKNOWN]
        if name is None:
            return values.union([*receiver.items.values(), *receiver.rest, *others])
        return values.union([*receiver.rest, *others]) if receiver.rest else UNKNOWN
    if receiver.__class__ is List:
        at = key.value if key.__class__ is Const and key.value.__class__ is int else None
        if at is not None and not receiver.open and -len(receiver.items) <= at < len(receiver.items):
            return receiver.items[at]
        if at is not None and receiver.row is not None:
            site.note("needs-item", path=["row", receiver.row.call["line"]], key="Items", call=receiver.row.call)
        return values.union([*receiver.items, *([UNKNOWN] if receiver.open or not receiver.items else [])])
    if receiver.__class__ is Answer:
        return responses.item(receiver, key, site)
    if receiver.__class__ is Row:
        return _row_item(receiver, key, name, site)
    if environment.is_environ(receiver):
        return environment.read(key, False, getattr(site.node, "slice", None), site)
    if receiver.__class__ is Const and receiver.value.__class__ is str or receiver.__class__ is values.Text:
        if name is not None:
            site.note("index-text", key=name, path=[])
        return TEXT
    if receiver.__class__ is Unknown and receiver.kind in ("stream", "text") and name is not None:
        site.note("index-text" if receiver.kind == "text" else "index-stream", key=name, path=[])
    return UNKNOWN


def _row_item(receiver, key, name, site):
    """An item of a table's item, or of a list of items."""
    if receiver.many:
        if key.__class__ is Const:
            site.note("needs-item", path=["row", receiver.call["line"]], key="Items", call=receiver.call)
        return Row(receiver.call, receiver.path, False)
    if name is not None:
        site.note("read-row", path=["row", receiver.call["line"], *receiver.path], key=name, how="item",
                 call=receiver.call, **site.analysis.certainty())
    return Row(receiver.call, (*receiver.path, name or "*"))


def _note_missing_row(receiver, site):
    """Note the use of response.get("Item") as if it were not None."""
    row = next((option for option in receiver.options if option.__class__ is Row and not option.path), None)
    if row is not None and not row.many and any(option is NONE for option in receiver.options):
        site.note("needs-item", path=["row", row.call["line"]], key="Item", call=row.call)


def element(receiver, analysis):
    """The element of a loop over a value that is no List."""
    if receiver.__class__ is Class and any(map(_is_enum, receiver.bases)):
        return values.union([value for name, value in receiver.names.items() if not name.startswith("_")])
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
    """The value of receiver[a:b]: a list is a list, a text a text."""
    if receiver.__class__ is List:
        return List(receiver.items, True, receiver.kind)
    if receiver.__class__ in (Row, Answer) or receiver.__class__ is Shaped and receiver.shape["is"] != "text":
        return receiver
    return TEXT if receiver.__class__ is Shaped or texts.text(receiver) is not None else UNKNOWN
