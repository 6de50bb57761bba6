"""Conditions of boto3, Key("pk").eq(x) and Attr("a").exists(): Python's own operators do not combine them."""
from interpreter import texts, values
from interpreter.values import UNKNOWN, Condition

METHODS = set("""eq ne lt lte gt gte begins_with between exists not_exists contains is_in attribute_type
    size""".split())


def method(condition, name, args):
    """The Condition of Key("pk").eq(x), Attr("a").exists()"""
    if name not in METHODS:
        return UNKNOWN
    begins = [texts.text_of([*texts.parts_of(argument), None]) for argument in args[:1]]
    expected = {"eq": args[:1], "begins_with": begins}
    parts = [(kind, key, operator or name) for kind, key, operator in condition.parts]
    key = condition.parts[0][1]
    return Condition(parts, condition.open,
                     {key: entry for entry in expected.get(name, ()) if len(condition.parts) == 1},
                     [(key, value) for value in args])


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
