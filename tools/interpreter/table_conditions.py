"""Conditions of boto3, Key("pk").eq(x) and Attr("a").exists(): Python's own operators do not combine them."""
from interpreter import values
from interpreter.values import Condition


def note_logic(operands, operator, site):
    """Note `condition or condition`: every condition is true, so Python returns one of them.

    operands  the values of the operands; operator: "or", "and" or "not"
    """
    if not site.analysis.testing and all(map(_is_whole_condition, operands)):
        site.note("condition-logic", name=operator)


def note_comparison(first, second, site):
    """Note `Key("pk") == x`, which compares the two objects; not of an attribute's name: Key("pk").name == x."""
    if any(side.__class__ is Condition and not side.parts[0][2] for side in (first, second) if
           side.__class__ is not Condition or len(side.parts) == 1) and first.__class__ is not second.__class__:
        site.note("condition-logic", name="==")


def _is_whole_condition(value):
    """Whether a value is a condition for certain, and one with an operator: not Attr("a") alone."""
    return all(option.__class__ is Condition and all(part[2] for part in option.parts)
               for option in values.options(value))
