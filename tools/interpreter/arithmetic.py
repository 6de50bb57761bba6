"""What operators make of values: above all, whether a number is a float, which DynamoDB refuses."""
import ast

from interpreter import storing, texts, values
from interpreter.values import TEXT, UNKNOWN, Condition, Const, Dict, Given, List, Unknown

NUMBERS = {"whole", "float", "decimal"}
COMPUTED = {ast.Add: lambda a, b: a + b, ast.Sub: lambda a, b: a - b, ast.Mult: lambda a, b: a * b}


def operation(left, operator, right, site):
    """left operator right"""
    kind = operator.__class__
    if left.__class__ is Condition and right.__class__ is Condition:
        both = {**left.wanted, **right.wanted} if kind is ast.BitAnd else {}
        return Condition(left.parts + right.parts, left.open or right.open, both)
    if left.__class__ is Condition or right.__class__ is Condition:
        known = left if left.__class__ is Condition else right
        return Condition(known.parts, True)
    note_mixture(left, right, kind, site)
    if kind is ast.Add and is_text(left) and (is_text(right) or right.__class__ in (Unknown, Given)):
        return texts.text_of([*texts.parts_of(left), *texts.parts_of(right)])
    if kind is ast.Add and is_text(right) and left.__class__ in (Unknown, Given):
        return texts.text_of([None, *texts.parts_of(right)])
    if kind is ast.Mod and is_text(left):
        return woven(left, right)
    if kind is ast.Add and left.__class__ is List and right.__class__ is List:
        return values.list_of(left.items + right.items, left.open or right.open, left.kind)
    if kind is ast.BitOr and left.__class__ is Dict:
        made = Dict(dict(left.items), left.open)
        made.maybe = set(left.maybe)
        storing.spread(made, right)
        return made
    if left.__class__ is Const and right.__class__ is Const and kind in COMPUTED \
            and {left.value.__class__, right.value.__class__} <= {int, float}:
        try:
            return texts.computed(COMPUTED[kind](left.value, right.value))
        except OverflowError:  # a whole number beyond every float
            return UNKNOWN
    if {number(left), number(right)} == {"row", "float"} and kind in (*COMPUTED, ast.Div):
        site.note("decimal-float")
    return of_numbers(kind, number(left), number(right))


UNMIXED = (ast.Add, ast.Sub, ast.Div, ast.FloorDiv, ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def note_mixture(left, right, kind, site):
    """Note a text of the event beside a number, where Python takes no such two."""
    for one, other in ((left, right), (right, left)):
        if kind in UNMIXED and one.__class__ is Given and one.shape["is"] == "text" and number(other) in NUMBERS:
            site.note("text-number", path=list(one.path))


def is_text(value):
    """Whether it is a text for sure."""
    return value.__class__ is values.Text or value.__class__ is Unknown and value.kind == "text" \
        or texts.text(value) is not None


def number(value):
    """whole, float, decimal, time or row (a Decimal of a table, if it is a number); "" of anything else."""
    if value.__class__ is Const:
        return {int: "whole", bool: "whole", float: "float"}.get(value.value.__class__, "")
    if value.__class__ is Unknown:
        return value.kind if value.kind in {*NUMBERS, "time", "span"} else ""
    return "row" if value.__class__ is values.Row and value.path else ""


def of_numbers(kind, left, right):
    """The number that an operator makes of two."""
    pair = {left, right}
    if pair <= {"whole", "float"}:
        return Unknown("float" if "float" in pair or kind is ast.Div else "whole" if kind in COMPUTED else "")
    if "float" in pair and pair <= {"float", "whole", ""} and kind in (*COMPUTED, ast.Div):
        return Unknown("float")  # a Decimal beside a float is a TypeError: what comes out is a float
    if "time" in pair:
        return Unknown("span" if left == right and kind is ast.Sub else "time")
    if "span" in pair:
        return Unknown("span") if pair == {"span"} else UNKNOWN
    return Unknown("decimal") if pair <= {"decimal", "whole", "row"} and "decimal" in pair else UNKNOWN


def woven(left, right):
    """"%s#%s" % (a, b), where nothing but %s stands in the text."""
    said = texts.text(left)
    given = right.items if right.__class__ is List and right.kind == "tuple" else [right]
    pieces = said.split("%s") if said is not None else []
    if len(pieces) != len(given) + 1 or any("%" in piece for piece in pieces):
        return TEXT
    parts = [pieces[0]]
    for piece, value in zip(pieces[1:], given):
        parts += [*texts.parts_of(value), piece]
    return texts.text_of(parts)
