"""Members of the app's classes and objects, and the special methods that Python calls."""
import ast

from interpreter import generated, texts, values
from interpreter.analysis import Arguments, Site
from interpreter.frames import own_nodes
from interpreter.sources import last_name
from interpreter.values import NONE, UNKNOWN, Any, Aws, Class, Instance, List, Unknown

OBJECTS = {Aws, Class, Instance, values.Condition, values.Function, values.Module, values.Partial}
PARTS = {*OBJECTS, List, values.Answer, values.Text}  # a list has no others than those it knows


def of_class(receiver, name):
    """The value of an attribute of a class of the app: a classmethod is bound; of an Enum see enums.add_members()."""
    if name == "__name__":
        return values.Const(receiver.node.name)
    if name == "__subclasses__":
        return values.Partial(values.External("builtins.type.__subclasses__"), [receiver], {})
    member = in_class(receiver, name)
    if member is None and name == "__new__":
        return values.External("builtins.object.__new__")
    if member.__class__ is values.Function and member.self is None and "classmethod" in decorators(member):
        return bound_to(member, receiver)
    if (member.__class__ is Instance or texts.text(member) is not None) and receiver.enum:
        return member  # and so is its .value
    if name == "__members__" and receiver.enum:
        return values.Dict({key: value for key, value in receiver.names.items() if not key.startswith("_")
                            and value.__class__ is not values.Function})
    foreign = any(base.__class__ is not Class and getattr(base, "dotted", "") not in (
        *generated.PLAIN_BASES, "builtins.type") for base in receiver.bases)
    return UNKNOWN if member is None or foreign and member.__class__ is not values.Function else member


def decorators(function):
    """The names of a function's decorators: {"classmethod"}."""
    nodes = getattr(function.declared, "decorator_list", ())
    return {last_name(entry) for entry in nodes}


def special(value, name, arguments, site):
    """The result of a special method of an object of the app, __getitem__(key); None if it has none."""
    member = in_class(value.class_, name) if value.__class__ is Instance else None
    if member.__class__ is not values.Function:
        return None
    return site.analysis.call(bound(member, value.class_, value), Arguments(arguments), site)


def run_accessor(instance, name, kind, arguments, site):
    """Follow the setter or the deleter of a property of an object, or the __set__ of a descriptor. -> whether it has
    one. kind: "setter", "deleter" """
    accessor = in_class(instance.class_, f"{name}.{kind}")
    if accessor.__class__ is values.Function:
        site.analysis.call(bound_to(accessor, instance), Arguments(arguments), site)
        return True
    method = "__set__" if kind == "setter" else "__delete__"
    return special(in_class(instance.class_, name), method, (instance, *arguments), site) is not None


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
    of a contextmanager. -> whether it may suppress an exception"""
    error, results = values.union([NONE, UNKNOWN]), []
    if value.__class__ is List and value.resumed:
        value.resumed()
    for option in values.options(value):
        if option.__class__ in (values.Function, values.Partial):
            site.analysis.call(option, Arguments(), site)
        results += [special(option, name, (error, error, error), site) for name in ("__exit__", "__aexit__")]
    return may_swallow(value, site.analysis) and (not any(result is not None for result in results) or any(
        option.__class__ is not values.Const or bool(option.value)
        for result in results if result is not None for option in values.options(result)))


def may_swallow(value, analysis):
    """Whether the end of a with may suppress an exception: contextlib.suppress, a contextmanager that catches it, an
    __exit__ that returns something."""
    options = values.options(value)
    if any(id(option) in analysis.swallowing or option.__class__ is Unknown and option.kind == "suppress"
           for option in options):
        return True
    instances = [option.class_ for option in options if option.__class__ is Instance]
    if any(getattr(base, "dotted", "") == "contextlib.suppress" for class_ in instances for base in mro(class_)):
        return True
    methods = [in_class(class_, name) for class_ in instances for name in ("__exit__", "__aexit__")]
    return any(part.__class__ is ast.Return and getattr(part.value, "value", None) not in (None, False)
               or part.__class__ is ast.Return and part.value.__class__ not in (ast.Constant, type(None))
               for method in methods if method.__class__ is values.Function
               for part in own_nodes(getattr(method.node, "body", [])))


def is_true(value):
    """Whether a value is true at all times: a function, an object of boto3, an object of the app without __bool__ and
    __len__. Not of constants, and of lists that code may empty."""
    kind = value.__class__
    if kind is not Instance:
        return kind in OBJECTS and not getattr(value, "metaclass", None) and getattr(value, "role", "") != "credentials"
    classes = mro(value.class_)
    return value.class_.__class__ is Class and all(
        class_.names.keys().isdisjoint(("__bool__", "__len__")) if class_.__class__ is Class
        else getattr(class_, "dotted", "") in generated.PLAIN_BASES for class_ in classes)


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
    kinds = decorators(function)
    if "staticmethod" in kinds:
        return function
    return bound_to(function, class_ if "classmethod" in kinds else receiver)


def bound_to(function, receiver, declared=None):
    """A Function that is another one, bound to a value. declared: the node with its decorators, if it is another one"""
    return values.Function(function.node, function.frame, function.defaults, function.owner, receiver,
                           declared or function.declared)


def names(instance):
    """{name} of all attributes and methods of an object of the app; {} if it may have others, of a class outside it."""
    result, waiting = {*instance.names}, [instance.class_]
    while waiting:
        class_ = waiting.pop()
        if class_.__class__ is not Class and getattr(class_, "dotted", "") not in generated.PLAIN_BASES or \
                class_.__class__ is Class and "__getattr__" in class_.names:
            return set()
        if class_.__class__ is Class:
            waiting += class_.bases
            result.update(class_.names)
    return result


def in_class(receiver, name):
    """The value of a name in a class of the app or in its bases; None if none has it."""
    class_ = _class_with(receiver, name)
    return class_ and class_.names[name]


def owner_of(receiver, name):
    """The ast.ClassDef of the class that gives a class of the app a name: its own or a base; None if none has it."""
    return getattr(_class_with(receiver, name), "node", None)


def _class_with(receiver, name):
    """The Class that has a name: a class of the app or one of its bases; None if none has it."""
    if receiver.__class__ is Class and name in receiver.names:
        return receiver
    return next((class_ for class_ in mro(receiver) if class_.__class__ is Class and name in class_.names), None)


def mro(class_, computed=None):
    """[class] in the order in which Python looks a name up, also classes outside the app. computed: {id: mro()} of some

    docs.python.org/3/howto/mro.html
    """
    result, computed = [class_], {} if computed is None else computed
    while class_.__class__ is Class and len(class_.bases) == 1:
        class_ = class_.bases[0]
        result.append(class_)
    bases = class_.bases if class_.__class__ is Class else []
    rows = [computed.get(id(base)) or computed.setdefault(id(base), mro(base, computed)) for base in bases]
    rows.append(list(bases))
    while rows := [row for row in rows if row]:
        later = {id(base) for row in rows for base in row[1:]}
        first = next((row[0] for row in rows if id(row[0]) not in later), rows[0][0])
        result.append(first)
        rows = [[base for base in row if base is not first] for row in rows]
    return result
