"""The special methods of the app's objects that operators call, with the other operand: a + b, a < b, a in b."""
import ast

from interpreter import members, values

# {operator: the methods of the object on its left, and on its right}
OPERATORS: dict = {kind: (f"__{name}__", f"__r{name}__") for kind, name in (
    (ast.Add, "add"), (ast.BitAnd, "and"), (ast.BitOr, "or"), (ast.BitXor, "xor"), (ast.LShift, "lshift"),
    (ast.MatMult, "matmul"), (ast.Mod, "mod"), (ast.Mult, "mul"), (ast.Pow, "pow"), (ast.RShift, "rshift"),
    (ast.Sub, "sub"), (ast.Div, "truediv"), (ast.FloorDiv, "floordiv"))}
COMPARISONS = {ast.Eq: ("__eq__", "__eq__"), ast.NotEq: ("__ne__", "__ne__"), ast.Lt: ("__lt__", "__gt__"),
               ast.LtE: ("__le__", "__ge__"), ast.Gt: ("__gt__", "__lt__"), ast.GtE: ("__ge__", "__le__")}
OPERATORS |= COMPARISONS
OBJECTS = {values.Any, values.Instance}
ORDER = ("__lt__", "__le__", "__gt__", "__ge__")  # functools.total_ordering makes the others of one of them
REFUSAL = "builtins.NotImplemented"  # of a method: Python calls that of the other operand
FALLBACKS = {"__ne__": ("__eq__",), **dict.fromkeys(ORDER, ORDER)}


def operation(first, kind, second, site, in_place=False):
    """The value of an operator between two values, if one of them is an object of the app with a method for it; else
    None. kind: ast.Add; in_place: of a += b"""
    if first.__class__ not in OBJECTS and second.__class__ not in OBJECTS:
        return None
    own, reflected = OPERATORS[kind]
    if in_place and (result := _called(first, own.replace("__", "__i", 1), second, site)) is not None:
        return result
    result = _called(first, own, second, site)
    refuses = result is None or any(getattr(option, "dotted", "") == REFUSAL for option in values.options(result))
    of_second = _called(second, reflected, first, site) if refuses else None
    return result if of_second is None else of_second


def contains(container, value, site):
    """Follow `value in container`: __contains__ of an object of the app, or __eq__ of the elements of a list."""
    _called(container, "__contains__", value, site)
    for element in container.items if container.__class__ is values.List else ():
        if element.__class__ in OBJECTS:
            _called(element, "__eq__", value, site)


def _called(value, name, operand, site):
    """The result of a method of an object, or of each of several; None if one of them has no such method."""
    results = []
    for option in values.options(value):
        names = (name, *FALLBACKS.get(name, ())) if option.__class__ is values.Instance else ()
        results.append(next((result for method in names if (
            result := members.special(option, method, (operand,), site)) is not None), None))
    return None if None in results else values.union(results)
