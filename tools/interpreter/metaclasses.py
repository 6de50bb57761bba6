"""Metaclasses of the app: what they make of a class where it is defined, and the attributes that its classes get."""
from interpreter import members, texts, values
from interpreter.analysis import Arguments
from interpreter.values import Class, Const, Dict, Function, List


def defined(class_, own, keywords, site):
    """The value of a class statement: of a class with a metaclass of the app what its __new__ returns, after its
    __init__.

    own  the value of metaclass=..., or None; keywords: {name: value} of the others
    """
    inherited = [base.metaclass for base in class_.bases if base.__class__ is Class and base.metaclass is not None]
    class_.metaclass = own if own.__class__ is Class else next(iter(inherited), None)
    if class_.metaclass is None:
        return class_
    passed = [Const(class_.node.name), List(list(class_.bases), kind="tuple"), Dict(class_.names)]
    site.analysis.defining.append(class_)
    result = class_
    if (maker := members.in_class(class_.metaclass, "__new__")).__class__ is Function:
        made = site.analysis.call(maker, Arguments([class_.metaclass, *passed], keywords), site)
        result = next((option for option in values.options(made) if option.__class__ is Class), class_)
        result.metaclass = class_.metaclass
    if (initializer := members.in_class(class_.metaclass, "__init__")).__class__ is Function:
        site.analysis.call(members.bound_to(initializer, result), Arguments(passed, keywords), site)
    site.analysis.defining.pop()
    return result


def class_of(arguments, analysis):
    """The Class that type.__new__(mcs, name, bases, namespace) makes in a class statement; None of another call."""
    class_, name, namespace = analysis.defining[-1] if analysis.defining else None, *arguments.positional[1:4:2]
    if class_ is None or texts.text(name) != class_.node.name or namespace.__class__ is not Dict:
        return None
    class_.names.update(namespace.items)
    return class_


def attribute(class_, name, site):
    """The value of an attribute that only the metaclass of a class has; None if it has none."""
    if class_.metaclass is None or members.in_class(class_, name) is not None:
        return None
    member = members.in_class(class_.metaclass, name)
    if member is None and not name.startswith("__"):
        finder = members.in_class(class_.metaclass, "__getattr__")
        return site.analysis.call(members.bound_to(finder, class_), Arguments([Const(name)]), site) \
            if finder.__class__ is Function else None
    if member.__class__ is not Function:
        return None if member is None else member
    method = members.bound_to(member, class_)
    is_property = members.decorators(member) & {"property", "cached_property"}
    return site.analysis.call(method, Arguments(), site) if is_property else method


def called(class_, arguments, site):
    """The value of a call of a class whose metaclass has __call__; None of another class, and in that method."""
    caller = class_.metaclass and members.in_class(class_.metaclass, "__call__")
    if caller.__class__ is not Function or caller.node in site.analysis.stack:
        return None
    return site.analysis.call(members.bound_to(caller, class_), arguments, site)
