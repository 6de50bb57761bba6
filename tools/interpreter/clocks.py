"""Numbers of a clock since 1970, and how many of them a second has: 1 of time.time(), 1000 of milliseconds."""
import ast
import functools

from interpreter.values import Const, Unknown

SCALES = {ast.Mult: lambda units, number: units * number, ast.Div: lambda units, number: units / number,
          ast.FloorDiv: lambda units, number: units / number}


@functools.cache
def _detail(units):
    """The detail of a number of a clock: the same object for equal units, by which values.union compares."""
    return {"clock": units}


def reading(kind, units=1.0):
    """A number, or the text of one, of a clock; units: how many a second has."""
    return Unknown(kind, detail=_detail(units))


def units_of(value):
    """How many units of a number of a clock a second has; None of other values."""
    return value.detail.get("clock") if value.__class__ is Unknown and value.detail else None


def units_after(first, operator, second):
    """The units of `first <operator> second`, an operator's class; None if the result is no number of a clock."""
    units, constant = units_of(first), second
    if units is None and operator in (ast.Add, ast.Mult):
        units, constant = units_of(second), first
    is_number = constant.__class__ is Const and constant.value.__class__ in (int, float)
    if units is None or operator is ast.Sub and not is_number or units_of(constant):
        return None
    if operator in SCALES:
        return SCALES[operator](units, constant.value) if is_number and constant.value else None
    return units if operator in (ast.Add, ast.Sub) else None


def text(value):
    """The text of a number of a clock; None of other values."""
    units = units_of(value)
    return reading("text", units) if units else None


def converted(kind):
    """The function for int(x), math.floor(x): a number of a clock stays one. kind: of its result"""
    def result(arguments, site):
        units = units_of(arguments.get(0))
        detail = getattr(arguments.get(0), "detail", None) or {}
        return reading(kind, units) if units else Unknown(kind, detail=detail if "thousands" in detail else None)
    return result


FUNCTIONS = {"time.time": lambda arguments, site: reading("float"),
             "time.time_ns": lambda arguments, site: reading("whole", 1e9),
             **{name: converted("whole") for name in ("builtins.int", "math.floor", "math.ceil")}}
