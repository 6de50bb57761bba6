"""Functions of Python that return numbers."""
import ast
import math

from interpreter import arithmetic, clocks, literals, members, values
from interpreter.analysis import Arguments
from interpreter.values import UNKNOWN, Const, Unknown


def _float(arguments, site):
    """float(x)"""
    return Unknown("float")


def _decimal(arguments, site):
    """Decimal(x): of a float with more digits than DynamoDB takes, if it is no clock's."""
    value = arguments.get(0, "value")
    if clocks.units_of(value):
        return clocks.converted("decimal")(arguments, site)
    of_clock = value.__class__ is Unknown and site.node is not None and "time" in ast.unparse(site.node)
    is_float = value.__class__ is Unknown and value.kind == "float" and not of_clock \
        or value.__class__ is values.Shaped and bool(value.shape.get("float"))
    is_long = value.__class__ is Const and value.value.__class__ is float and math.isfinite(value.value) \
        and _has_too_many_digits(value.value)
    read = {"read": list(value.path)} if value.__class__ is values.Shaped and value.shape["is"] == "parsed" else None
    return Unknown("inexact" if is_float or is_long else "decimal", detail=read)


def _has_too_many_digits(number):
    """Whether DynamoDB cannot store a float as it is."""
    from decimal import Decimal  # 2 ms, which few lambdas need
    return len(Decimal(number).as_tuple().digits) > values.MOST_DIGITS


def _hash(arguments, site):
    """hash(x) of a text: another number in each process."""
    value = arguments.get(0)
    return Unknown("whole", detail=values.HASHED if not arithmetic.number(value) else None)


def _absolute(arguments, site):
    """abs(x): of a number of the same type."""
    value = arguments.get(0)
    return value if value.__class__ is Unknown else UNKNOWN


def _round(arguments, site):
    """round(x) is whole of a float; round(x, 2) is of x's own type."""
    kind = arithmetic.number(arguments.positional[0]) if arguments.positional else ""
    if len(arguments.positional) == 1 and not arguments.keywords:
        return clocks.converted("whole")(arguments, site) if kind else UNKNOWN
    return Unknown(kind) if kind in ("float", "whole", "decimal") else UNKNOWN


def extreme(arguments, site):
    """min(a, b), max([a, b]) of numbers; of objects, and of a part of a response, the element; else unknown."""
    numbers = arguments.positional
    key = arguments.keywords.get("key")
    element = literals.element(numbers[0], site.analysis) if len(numbers) == 1 else values.union(numbers)
    if len(numbers) == 1 and key.__class__ is values.Function:
        site.analysis.call(key, Arguments([element], {}), site)
    if len(numbers) == 1 and not arguments.more and "key" not in arguments.keywords and _are_mappings(element):
        site.note("unordered")
    if all(option.__class__ in members.OBJECTS for option in values.options(element)):
        return values.union([element, *(value for name, value in arguments.keywords.items() if name == "default")])
    if len(numbers) == 1 and any(option.__class__ is values.Answer or option.__class__ is values.List and any(
            item.__class__ is values.Answer for item in option.items) for option in values.options(numbers[0])):
        return element
    if len(numbers) == 1 and arithmetic.computed_row(element) is not None:
        return element
    if len(numbers) == 1 and numbers[0].__class__ is values.List:
        numbers = numbers[0].items
    for number in numbers[1:] if "key" not in arguments.keywords else ():
        arithmetic.note_mixture(numbers[0], number, ast.Lt, site)
    kinds = {arithmetic.number(argument) for argument in numbers} if len(numbers) > 1 else {""}
    return Unknown(kinds.pop()) if len(kinds) == 1 and kinds & {"float", "whole", "decimal"} else UNKNOWN


def _are_mappings(element):
    """Whether the elements of a list are mappings for certain: items of a table, or of the code."""
    return all(option.__class__ is values.Dict or option.__class__ is values.Row and not option.path
               and not option.many for option in values.options(element))


def _sum(arguments, site):
    """sum(row["size"] for row in rows): of an attribute of items; sum(rows, []): a list of the elements of each."""
    element = literals.element(arguments.get(0), site.analysis) if arguments.positional else UNKNOWN
    if arguments.get(1, "start").__class__ is values.List:
        return values.List([literals.element(element, site.analysis)], True)
    row = arithmetic.computed_row(element)
    return UNKNOWN if row is None or len(arguments.positional) > 1 or arguments.keywords else arithmetic.of_row(row)


FUNCTIONS = {"builtins.float": _float, "builtins.sum": _sum, "builtins.round": _round, "builtins.abs": _absolute,
             "builtins.hash": _hash, "builtins.min": extreme, **clocks.FUNCTIONS, "builtins.max": extreme,
             "decimal.Decimal": _decimal}
