"""The time that a Lambda has left, in milliseconds: context.get_remaining_time_in_millis()."""
import ast

from interpreter.values import Const, Unknown

METHOD = "get_remaining_time_in_millis"
UNIT = {"unit": "ms"}
MOST_SECONDS = 60  # a smaller number of milliseconds is less than a call of AWS takes
ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def value():
    """The value of context.get_remaining_time_in_millis()."""
    return Unknown("whole", detail=UNIT)


def difference(first, kind, second):
    """first - second of milliseconds and a known number: milliseconds. None of other operations."""
    if kind in (ast.Add, ast.Sub) and is_in_milliseconds(first) and second.__class__ is Const:
        return first
    return None


def is_in_milliseconds(part):
    """Whether a value is computed from the remaining milliseconds."""
    return part.__class__ is Unknown and part.detail is UNIT


def note_comparison(first, second, kind, site):
    """Note milliseconds that are compared with a number of seconds: 1 to 60."""
    for part, number in ((first, second), (second, first)):
        if kind in ORDER and is_in_milliseconds(part) and number.__class__ is Const \
                and number.value.__class__ in (int, float) and 1 <= number.value <= MOST_SECONDS:
            site.note("milliseconds", seconds=number.value)


def note_wait(argument, name, site):
    """Note a waiting time in seconds that is a number of milliseconds: time.sleep(remaining)."""
    if is_in_milliseconds(argument):
        site.note("milliseconds", name=name)
