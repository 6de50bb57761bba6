"""The results of operators: above all, whether a number is a float, which DynamoDB refuses."""
import ast
import functools

from interpreter import (
    clocks,
    escaping,
    event_parts,
    literals,
    merging,
    percent_formats,
    remaining_time,
    responses,
    slices,
    special_methods,
    texts,
    times,
    unlimited,
    values,
)
from interpreter.values import UNKNOWN, Condition, Const, Dict, List, Shaped, Unknown

NUMBERS = {"whole", "float", "decimal"}
WHOLE = (ast.Add, ast.Sub, ast.Mult, ast.Mod, ast.FloorDiv)
NUMERIC = (*WHOLE, ast.Div)
COMPUTED = {ast.Add: lambda a, b: a + b, ast.Sub: lambda a, b: a - b, ast.Mult: lambda a, b: a * b}


def operation(first, operator, second, site, in_place=False):
    """The value of `first <operator> second`: operator is its node, ast.Add(). in_place: of first += second"""
    kind = operator.__class__
    if first.__class__ is Condition and second.__class__ is Condition:
        equal = {**first.equal, **second.equal} if kind is ast.BitAnd else {}
        compared = (*first.compared, *second.compared)
        return Condition(first.parts + second.parts, first.open or second.open, equal, compared)
    if first.__class__ is Condition or second.__class__ is Condition:
        condition = first if first.__class__ is Condition else second
        return Condition(condition.parts, True)
    if (result := special_methods.operation(first, kind, second, site, in_place)) is not None:
        return result
    note_mixture(first, second, kind, site)
    escaping.note_operands(first, second, site.analysis)
    if kind is ast.Add and (is_text(first) or is_text(second)) and all(
            is_text(value) for value in (first, second) if value.__class__ is Const):
        return texts.text_of([*texts.parts_of(first), *texts.parts_of(second)])
    if kind is ast.Mod and is_text(first):
        return percent_formats.woven(first, second)
    if kind is ast.Add and first.__class__ is List and second.__class__ is List:
        result = values.list_of(first.items + second.items, first.open or second.open, first.kind)
        result.unlimited = unlimited.of_each(first) or unlimited.of_each(second)
        return result
    if kind is ast.Add and first.__class__ is List and second.__class__ is values.Row and second.many:
        return with_rows(first, second, site.analysis)
    if kind is ast.Add and _are_lists(first) and _are_lists(second):
        return List([literals.element(value, site.analysis) for value in (first, second)], True)
    if kind is ast.BitOr and first.__class__ is Dict:
        result = merging.copied(first, site.analysis)
        merging.update(result, second, site.analysis)
        return result
    if kind is ast.Div and "path" in (getattr(first, "kind", ""), getattr(second, "kind", "")):
        return Unknown("path")  # of pathlib
    return _of_two_numbers(first, kind, second, site)


def with_rows(items, rows, analysis):
    """The List of a list's elements and the items of a page, a Row."""
    element = literals.element(rows, analysis)
    is_there = any(entry.__class__ is values.Row and (entry.call, entry.path) == (element.call, element.path)
                   for entry in items.items)
    return List(items.items if is_there else [*items.items, element], True)


def _are_lists(value):
    """Whether a value is a list, or a part of a response that may be one."""
    return all(option.__class__ in (List, values.Answer) for option in values.options(value))


def _of_two_numbers(first, kind, second, site):
    """The result of an operator on numbers and times; kind: the class of its node."""
    if first.__class__ is Const and second.__class__ is Const and kind in COMPUTED \
            and {first.value.__class__, second.value.__class__} <= {int, float}:
        try:
            return texts.computed(COMPUTED[kind](first.value, second.value))
        except OverflowError:  # an int beyond the range of floats
            return UNKNOWN
    if values.HASHED in (getattr(first, "detail", None), getattr(second, "detail", None)):
        return Unknown("whole", detail=values.HASHED)
    remaining = remaining_time.difference(first, kind, second)
    if remaining is not None:
        return remaining
    if number(first) == "time" and number(second) == "span":
        return first
    units = clocks.units_after(first, kind, second)
    if units:
        return clocks.reading(of_numbers(kind, number(first), number(second)).kind, units)
    if kind is ast.Mult and any(value.__class__ is Const and value.value == 1000 for value in (first, second)):
        return _thousands(of_numbers(kind, number(first), number(second)).kind)
    if kind is ast.Add:
        for value, more in ((first, second), (second, first)):
            if value.__class__ is Unknown and value.kind == "whole" and value.detail is not None \
                    and more.__class__ is Const and more.value.__class__ is int:
                return slices.plus(value, more.value)
    if kind in (*COMPUTED, ast.Div) and (may_be_row(first) and number(second) == "float"
                                         or number(first) == "float" and may_be_row(second)):
        site.note("decimal-float")
    result = of_numbers(kind, number(first), number(second))
    row = (computed_row(first) or computed_row(second)) if result is UNKNOWN and kind in NUMERIC else None
    if row is None and result is UNKNOWN and kind in COMPUTED:
        return _of_part(first, second) or _of_part(second, first) or UNKNOWN
    return result if row is None or not (_is_exact(first) and _is_exact(second)) else of_row(row)


def of_row(row):
    """The result of an operator on an attribute of an item, a Row: a Decimal if the attribute is a number."""
    return Unknown(detail={"of row": row})


def _of_part(part, other):
    """The result of an operator on a part of another lambda's JSON and whole numbers: a float if the part is one."""
    if part.__class__ is not Shaped or part.shape["is"] != "parsed" or part.shape.get("exact") or not all(
            number(option) == "whole" for option in values.options(other)):
        return None
    return Unknown(detail={"computed event": list(part.path)})


def computed_row(value):
    """The Row of which a value is an attribute, or the result of operators on one; None of other values."""
    rows = [option if option.__class__ is values.Row and option.path else option.detail.get("of row")
            if option.__class__ is Unknown and option.detail else None for option in values.options(value)]
    return next((row for row in rows if row is not None), None)


def _is_exact(value):
    """Whether a value is no float if it is a number: a constant, an attribute of an item, a Decimal."""
    return all(number(option) in ("row", "whole", "decimal") or computed_row(option) is not None
               for option in values.options(value))


@functools.cache
def _thousands(kind):
    """An unknown number times 1000: the same object for equal kinds, by which values.union compares."""
    return Unknown(kind, detail={"thousands": True})


COMPARED, ORDERED = (ast.Eq, ast.NotEq), (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
UNMIXED = (ast.Add, ast.Sub, ast.Div, ast.FloorDiv, ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def note_mixture(first, second, kind, site):
    """Note a text in one operation with a number, and a naive time with an aware one: Python refuses.

    A text and a number are never equal: also a bug, without an error.
    """
    if kind in UNMIXED and {times.awareness(first), times.awareness(second)} == {True, False}:
        site.note("naive-aware")
    for time, other in ((first, second), (second, first)) if kind in UNMIXED else ():
        if times.awareness(time) is not None and other.__class__ is Unknown and other.detail and "row" in other.detail:
            row = other.detail["row"]
            site.note("time-of-row", key=row.path[0], call=row.call, aware=times.awareness(time))
    if kind in COMPARED and first.__class__ is values.Row and len(first.path) == 1 and texts.text(second):
        site.note("row-text", key=first.path[0], text=texts.text(second), call=first.call)
    for entry, other in ((first, second), (second, first)) if kind in ORDERED else ():
        if entry.__class__ is values.Function and other.__class__ is not values.Function:
            site.note("function-compared", name=getattr(entry.node, "name", "lambda"))
    for value in (first, second) if kind is ast.Add or kind in ORDERED else ():
        if value.__class__ is values.Any:
            event_parts.note_none(value, "+" if kind is ast.Add else "<", site)
    if kind in UNMIXED or kind in COMPARED:
        for entry, default in ((first, second), (second, first)):
            other = plain_type(default)
            for option in values.options(entry) if other else ():
                type_, path, key = outside_type(option)
                if type_ and type_ != other:
                    site.note("text-number", path=list(path), key=key, how=type_, equal=kind in COMPARED)
                    return


def plain_type(value):
    """"text" or "number" of a value that is one for certain; "" of others."""
    return "number" if number(value) in NUMBERS else "text" if is_text(value) else outside_type(value)[0]


def may_be_row(value):
    """Whether a value is an attribute of an item where the item has it: also row.get("total", 0)."""
    return any(number(option) == "row" for option in values.options(value))


def outside_type(value):
    """("text" or "number", path, key) of a part of the event; of a variable, whose name is the key; of a response of
    AWS, which has no key. ("", (), "") of other values."""
    if value.__class__ is Shaped and value.shape["is"] in ("text", "number"):
        return value.shape["is"], value.path, ""
    if value.__class__ is values.Text and len(value.parts) == 1 and value.parts[0][0] == "env":
        return "text", (), value.parts[0][1]
    if value.__class__ is values.Row and value.part and value.path:
        return "text", (), ""  # row["day"][:4], or a list
    if value.__class__ is Unknown and value.detail is responses.OF_RESPONSE:
        return "text" if value.kind == "text" else "number", (), ""
    return "", (), ""


def is_text(value):
    """Whether a value is a text for certain."""
    return value.__class__ is values.Text or value.__class__ is Unknown and value.kind == "text" \
        or texts.text(value) is not None


def number(value):
    """Which number a value is: "whole", "float", "decimal", "time", "span" or "row" (of a table); "" if none."""
    if value.__class__ is Const:
        return {int: "whole", bool: "whole", float: "float"}.get(value.value.__class__, "")
    if value.__class__ is Unknown:
        kind = "decimal" if value.kind == "inexact" else value.kind
        return kind if kind in {*NUMBERS, "time", "span"} else ""
    if value.__class__ is values.Shaped and value.shape["is"] == "number" and value.shape.get("whole"):
        return "whole"
    if value.__class__ is values.Any:  # body.get("seats", 1)
        kinds = {*map(number, value.options)}
        return kinds.pop() if kinds == {"whole"} else ""
    return "row" if value.__class__ is values.Row and value.path else ""


def of_numbers(kind, first, second):
    """The Unknown that an operator on two numbers results in. kind: ast.Add; first, second: of number()"""
    pair = {first, second}
    if pair <= {"whole", "float"}:
        return Unknown("float" if "float" in pair or kind is ast.Div else "whole" if kind in WHOLE else "")
    if "float" in pair and pair <= {"float", "whole", ""} and kind in (*COMPUTED, ast.Div):
        return Unknown("float")  # a Decimal and a float raise TypeError: so the result is a float
    if "time" in pair:
        return Unknown("span") if first == second and kind is ast.Sub else values.TIME
    if "span" in pair:
        return Unknown({ast.Div: "float", ast.FloorDiv: "whole"}.get(kind, "span")) if pair == {"span"} else UNKNOWN
    # a Decimal with a text or a float raises TypeError: so an unknown operand is a number
    return Unknown("decimal") if pair <= {"decimal", "whole", "row", ""} and "decimal" in pair else UNKNOWN
