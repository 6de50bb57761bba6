"""Functions of the library that return objects with attributes or parts of the event, or call other functions."""
import ast

from interpreter import attributes, escaping, generated, members, metaclasses, storing, texts, values
from interpreter.analysis import Arguments
from interpreter.known_objects import base_names
from interpreter.sources import every_node
from interpreter.values import UNKNOWN, External, Instance, Partial


def _super(arguments, site):
    """super() in a method: its parent, by the class whose body has the method."""
    function, frame = getattr(site.frame, "fn", None), site.frame
    while frame is not None and not getattr(getattr(frame.fn, "args", None), "args", None):
        frame = frame.outer
    if frame is None:
        return UNKNOWN
    function = frame.fn
    receiver = frame.names.get(function.args.args[0].arg, UNKNOWN)
    class_ = receiver.class_ if receiver.__class__ is Instance else receiver
    classes = members.mro(class_)
    if class_.__class__ is values.Class and class_.metaclass is not None:  # a method of the metaclass, too
        classes = [*classes, *members.mro(class_.metaclass)]
    for at, owner in enumerate(classes):
        if owner.__class__ is values.Class and (function in owner.node.body or any(
                getattr(member, "node", None) is function for member in owner.names.values())):
            return values.Parent(values.Class(owner.node, {}, classes[at + 1:], owner.frame), receiver)
    return UNKNOWN


def _type(arguments, site):
    """type(object): the class of an object of the app. type("A", (Base,), {"get": f}): a new class."""
    if len(arguments.positional) == 3 and (class_ := _new_class(site, *arguments.positional)):
        return class_
    escaping.note(arguments.positional[2:], site.analysis)
    options = values.options(arguments.get(0))
    are_own = len(arguments.positional) == 1 and all(option.__class__ is Instance for option in options)
    return values.union([option.class_ for option in options]) if are_own else UNKNOWN


def _new_class(site, name, bases, attributes_):
    """The Class of type(name, bases, attributes), whose inherited attributes are unknown if not all of its own are
    known; None of unknown bases."""
    if bases.__class__ is not values.List or bases.open or site.node is None:
        return None
    node = ast.ClassDef(texts.text(name) or "type", [], [], [], [], lineno=site.node.lineno)
    result, is_known = values.Class(node, {}, bases.items, site.frame), attributes_.__class__ is values.Dict
    if not is_known or attributes_.open or attributes_.maybe:
        escaping.note([attributes_], site.analysis)
        result.names.update((key, UNKNOWN) for base in members.mro(result)[1:] for key, value in getattr(
            base, "names", {}).items() if value.__class__ is not values.Function)
    result.names.update(attributes_.items if is_known else {})
    return result


def _field(arguments, site):
    """dataclasses.field(default=a), field(default_factory=f): the default."""
    factory = arguments.keywords.get("default_factory")
    if factory is not None:
        return site.analysis.call(factory, Arguments(), site)
    return arguments.keywords.get("default", UNKNOWN)


def _named_tuple(arguments, site):
    """collections.namedtuple("Row", "a b"): a class whose objects have these attributes."""
    fields = arguments.get(1, "field_names")
    text = texts.text(fields)
    names = text.replace(",", " ").split() if text is not None else [
        texts.text(item) for item in fields.items] if fields.__class__ is values.List and not fields.open else [None]
    if None in names:
        return UNKNOWN
    defaults = arguments.keywords.get("defaults", values.List([]))
    own = defaults.items if defaults.__class__ is values.List and not defaults.open else []
    return Partial(External("collections.namedtuple.new"), [values.List([values.Const(name) for name in names])],
                   dict(zip(names[len(names) - len(own):], own)))


def _new_tuple(arguments, site):
    """An object of a class that namedtuple() made; the first argument has the names."""
    names, *placed = arguments.positional
    result = Instance(External("collections.namedtuple"))
    passed = {**arguments.keywords, **dict(zip([name.value for name in names.items], placed))}  # or defaults
    result.names.update((name.value, passed.get(name.value, UNKNOWN)) for name in names.items)
    return result


def _tuple_of_items(arguments, site):
    """Row._make(items)"""
    items = arguments.get(1)
    is_open = items.__class__ is not values.List or items.open
    return site.analysis.call(arguments.get(0), Arguments([] if is_open else items.items, {}, is_open), site)


def _subclasses(arguments, site):
    """class_.__subclasses__(), if all of them are classes of modules; not while these run: there may be more later"""
    analysis, class_ = site.analysis, arguments.get(0)
    modules = [module for module in analysis.modules.values() if module.tree is not None and module.frame]
    classes = {id(value.node): value for module in modules for value in module.frame.names.values()
               if value.__class__ is values.Class and any(base is class_ for base in value.bases)}
    names = [node.name for module in modules for node in every_node(module.tree)
             if node.__class__ is ast.ClassDef and class_.node.name in base_names(node)]
    if not analysis.serving or len(names) != len(classes):
        return UNKNOWN
    analysis.visited.add(id(site.node))
    return values.List([*classes.values()])


def _set_attribute(arguments, site):
    """setattr(object, "name", value)"""
    name = texts.text(arguments.get(1))
    if len(arguments.positional) == 3 and name is not None:
        storing.set_attribute(arguments.positional[0], name, arguments.positional[2], site)
    elif len(arguments.positional) == 3 and arguments.positional[2].__class__ is not values.Aws:
        escaping.note([arguments.positional[2]], site.analysis)  # under a name that is not known
    elif len(arguments.positional) == 3:
        site.note("escaped", service=arguments.positional[2].service, variables=[], to="builtins.setattr", pure=False)
    return values.NONE


def _namespace(arguments, site):
    """types.SimpleNamespace(a=1): an object with these attributes."""
    result = Instance(External("types.SimpleNamespace"))
    result.names.update(arguments.keywords)
    return result


def _new(arguments, site):
    """object.__new__(class), str.__new__(class, text): an object whose __init__ has not run. type.__new__(metaclass,
    name, bases, attributes): a class."""
    if len(arguments.positional) == 4:
        return metaclasses.class_of(arguments, site.analysis) or _type(Arguments(arguments.positional[1:]), site)
    results = [Instance(class_) for class_ in values.options(arguments.get(0)) if class_.__class__ is values.Class]
    for result in results if not site.analysis.dead else ():
        site.analysis.objects.setdefault(id(result.class_.node), []).append(result)
    return values.union(results)


def _vars(arguments, site):
    """vars(x): its attributes, x.__dict__."""
    options = values.options(arguments.get(0))
    if all(option.__class__ in (Instance, External) for option in options):
        return values.union([attributes.attribute(option, "__dict__", site) for option in options])
    return UNKNOWN


def _closing(name):
    """A function for contextlib.closing(x): the end of the with calls x.close()."""
    def call(arguments, site):
        site.analysis.entered.append(attributes.attribute(arguments.get(0, "thing"), name, site))
        return arguments.get(0, "thing")
    return call


def _replaced(arguments, site):
    """dataclasses.replace(object, field=value): another object of its class."""
    results = []
    for option in values.options(arguments.get(0)):
        if option.__class__ is not Instance or arguments.more:
            return UNKNOWN
        results.append(result := Instance(option.class_))
        result.names.update({**option.names, **arguments.keywords})
        if option.class_.__class__ is values.Class:
            site.analysis.objects.setdefault(id(option.class_.node), []).append(result)
    return values.union(results)


def _as_dict(arguments, site):
    """dataclasses.asdict(object): a mapping of its fields, those of objects in it too."""
    if arguments.more or len(arguments.positional) != 1 or arguments.keywords:
        return UNKNOWN
    return values.union([_fields_of(option, 0) for option in values.options(arguments.get(0))])


def _fields_of(value, deep):
    """The mapping that asdict makes of an object of a dataclass; another value as it is."""
    if value.__class__ is not Instance or deep > 3:
        return value
    names: list = []
    waiting = [value.class_]
    while waiting:
        class_ = waiting.pop()
        if class_.__class__ is not values.Class or not generated.is_dataclass(class_):
            return UNKNOWN
        names = [*generated.defaults(class_), *names]
        waiting += [base for base in class_.bases if getattr(base, "dotted", "") not in generated.PLAIN_BASES]
    return values.Dict({name: _fields_of(value.names.get(name, UNKNOWN), deep + 1) for name in names})


def _queue(arguments, site):
    """queue.Queue(), asyncio.Queue(), contextvars.ContextVar("a", default=b): a list with the methods of a queue."""
    return values.List([arguments.keywords[name] for name in ("default",) if name in arguments.keywords], True, "queue")


def _method_of(kind):
    """A function for classmethod(f) and staticmethod(f): the function as with this decorator."""
    declared = ast.parse(f"@{kind}\ndef f(): pass").body[0]

    def call(arguments, _site):
        function = arguments.get(0)
        return members.bound_to(function, None, declared) if function.__class__ is values.Function else UNKNOWN
    return call


def _partial(arguments, site):
    """functools.partial(f, ...)"""
    if not arguments.positional:
        return UNKNOWN
    if arguments.more is True:  # as if it ran here
        return site.analysis.call(arguments.get(0), Arguments(arguments.positional[1:], arguments.keywords, True), site)
    result = Partial(arguments.get(0), arguments.positional[1:], arguments.keywords, site)
    site.analysis.unnamed.append(result)
    return result


def _of_base64(arguments, site):
    """base64.b64decode(data): of a record's data the bytes of JSON, if they are JSON."""
    argument = arguments.get(0, "s")
    if argument.__class__ is values.Shaped and "base64" in argument.shape:
        return values.Shaped({"is": "text", "bytes": True, "json": {"is": "parsed"}}, argument.path)
    return values.Unknown("bytes")


def _stack(_arguments, _site):
    """contextlib.ExitStack(): it may suppress an exception by what code adds to it."""
    return values.Unknown(detail={"stack": True})


FUNCTIONS = {
    "contextlib.ExitStack": _stack, "contextlib.AsyncExitStack": _stack,
    **{f"{module}Queue": _queue for module in (
        "queue.", "queue.Simple", "queue.Lifo", "queue.Priority", "asyncio.", "asyncio.Lifo", "asyncio.Priority")},
    "contextvars.ContextVar": _queue, "base64.b64decode": _of_base64, "collections.namedtuple": _named_tuple,
    "collections.namedtuple.new": _new_tuple, "collections.namedtuple.make": _tuple_of_items,
    "builtins.type.__subclasses__": _subclasses,
    "builtins.setattr": _set_attribute, "builtins.object.__setattr__": _set_attribute,
    **{f"builtins.{base}.__new__": _new for base in
       "object type str int float tuple list dict set frozenset bytes".split()},
    "builtins.vars": _vars, "types.SimpleNamespace": _namespace,
    "threading.local": _namespace, "argparse.Namespace": _namespace,
    "contextlib.closing": _closing("close"), "contextlib.aclosing": _closing("aclose"),
    "dataclasses.asdict": _as_dict, "dataclasses.replace": _replaced, "copy.replace": _replaced,
    "builtins.classmethod": _method_of("classmethod"), "builtins.staticmethod": _method_of("staticmethod"),
    "builtins.super": _super, "builtins.type": _type, "dataclasses.field": _field,
    "functools.partialmethod": _partial, "functools.partial": _partial}
