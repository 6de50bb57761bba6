"""The time that a Lambda has left, in milliseconds, context.get_remaining_time_in_millis(), and calls that wait."""
import ast

from interpreter.values import UNKNOWN, Const, Unknown

METHOD = "get_remaining_time_in_millis"
UNIT = {"unit": "ms"}
MOST_SECONDS = 60  # a smaller number of milliseconds is less than a call of AWS takes
ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
# Calls that wait: the position and the name of the argument with the seconds.
WAITING = {"time.sleep": (0, "secs"), "urllib.request.urlopen": (2, "timeout"),
           **{f"{module}.{verb}": (99, "timeout") for module in ("requests", "httpx")
              for verb in ("get", "post", "put", "patch", "delete", "head", "options", "request")}}


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


def note_wait(name, arguments, site):
    """Note how long a call may wait, if its arguments have a time: in seconds, and not the remaining milliseconds."""
    at, word = WAITING[name]
    argument = arguments.positional[at] if len(arguments.positional) > at else arguments.keywords.get(word, UNKNOWN)
    if is_in_milliseconds(argument):
        site.note("milliseconds", name=name)
    if argument.__class__ is Const and argument.value.__class__ in (int, float):
        analysis = site.analysis
        site.note("waits", name=name, seconds=argument.value, rounds=analysis.rounds,
                  of_records=analysis.record_loops > 0,
                  always=analysis.in_handler and not (analysis.conditions or analysis.silenced))
