"""Members of the app's classes and objects, and the special methods that Python calls."""
from interpreter import texts, values
from interpreter.analysis import Arguments, Site
from interpreter.values import NONE, UNKNOWN, Any, Aws, Class, External, Instance, List, Unknown


def of_class(receiver, name):
    """The value of an attribute of a class of the app: a classmethod is bound; a member of an Enum is unknown."""
    if name == "__name__":
        return values.Const(receiver.node.name)
    member = in_class(receiver, name)
    if member.__class__ is values.Function and member.self is None and "classmethod" in decorators(member):
        return values.Function(member.node, member.frame, member.defaults, member.owner, receiver)
    if texts.text(member) is not None and any(map(is_enum, receiver.bases)):
        return member  # and so is its .value
    foreign = any(base.__class__ is not Class for base in receiver.bases)
    return UNKNOWN if member is None or foreign and member.__class__ is not values.Function else member


def is_enum(base):
    """Whether a base of a class makes its constants members: Enum, StrEnum."""
    return base.__class__ is External and base.dotted.endswith("Enum") or base.__class__ is Class and any(
        map(is_enum, base.bases))


def decorators(function):
    """The names of a function's decorators: {"classmethod"}."""
    return {getattr(entry, "id", getattr(entry, "attr", "")) for entry in getattr(function.node, "decorator_list", [])}


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
        return next((result for result in results if result is not None), value)
    if value.__class__ is Any:
        return values.union([entered(option, site) for option in value.options])
    return value if value.__class__ is Aws else UNKNOWN


def leave(value, site):
    """Follow the end of a with, after its body: __exit__ of the app's objects, with an exception or without; the rest
    of a contextmanager."""
    error = values.union([NONE, UNKNOWN])
    if value.__class__ is List and value.resumed:
        value.resumed()
    for option in values.options(value):
        if option.__class__ in (values.Function, values.Partial):
            site.analysis.call(option, Arguments(), site)
        for name in ("__exit__", "__aexit__"):
            special(option, name, (error, error, error), site)


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
