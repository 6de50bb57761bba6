"""Which event patterns EventBridge's compiler rejects, with the field: the one grammar of scan and the local cloud.

github.com/aws/event-ruler, JsonRuleCompiler;
docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""
import json
from math import prod

from aws.events import complexity, grammar
from kit import files

MAX_LENGTH = 2048  # characters of a rule's EventPattern
MAX_ALTERNATIVES = 1000  # into which the $or of a pattern may multiply
OR_HINT = "write $or: [{a: [1]}, {b: [2]}]"
RESERVED = {*grammar.TESTS, "=", "<", "<=", ">", ">=", "regex", "not-wildcard", "not-equals-ignore-case",
            "date-after", "date-on-or-after", "date-before", "date-on-or-before", "in-date-range",
            "ip-address-in-range", "ip-address-not-in-range"}  # as names of fields within $or


def problems(pattern, key="", within_or=False):
    """[(dotted key, message, hint)] of a pattern; a pattern without any field has none."""
    faults = []
    for name, value in pattern.items():
        path = f"{key}.{name}" if key else str(name)
        if name == "$or":
            faults += or_problems(path, value)
        elif within_or and name in RESERVED:
            faults.append((path, f"{name!r} is no field within $or: EventBridge reserves the name",
                           "a filter is an item of a field's list: a: [{prefix: b}]"))
        elif isinstance(value, dict):
            faults += problems(value, path, within_or) or ([] if value else [
                (path, "Empty objects are not allowed", "write the values to match, or remove it")])
        else:
            faults += leaf_problems(path, name, value)
    return faults


def or_problems(key, choices):
    """[(dotted key, message, hint)] of the list of patterns of a `$or`."""
    if not isinstance(choices, list) or not all(isinstance(choice, dict) for choice in choices):
        return [(key, "$or takes a list of patterns", OR_HINT)]
    faults = [fault for at, choice in enumerate(choices) for fault in problems(choice, f"{key}.{at}", True)]
    if not faults and (len(choices) < 2 or not all(choices)):
        return [(key, "$or takes two patterns at least, and none of them blank", OR_HINT)]
    return faults


def leaf_problems(key, name, leaf):
    """[(dotted key, message, hint)] of the list of values that a field matches."""
    if not isinstance(leaf, list):
        return [(key, f'"{name}" must be an object or an array', f"write {name}: [{shown(leaf)}]")]
    if not leaf:
        return [(key, "Empty arrays are not allowed", "nothing could match: write the values to match")]
    faults = [(f"{key}.{at}", grammar.problem(condition)) for at, condition in enumerate(leaf)]
    faults = [(path, *fault) for path, fault in faults if fault]
    if not faults and complexity.is_too_complex(leaf):
        return [(key, f"the wildcards of {name!r} are too complex for EventBridge",
                 "use fewer * and fewer repetitions after them, or prefix and suffix instead of wildcard")]
    return faults


def whole_problems(pattern):
    """[("", message, hint)] of a valid pattern as a whole: its $or multiply to too many, or it is too long."""
    if alternatives_count(pattern) > MAX_ALTERNATIVES:
        return [("", "EventBridge would refuse the pattern: "
                     f"$or makes more than {MAX_ALTERNATIVES} combinations", "write two events: they are two rules")]
    length = len(json.dumps(pattern, ensure_ascii=False, separators=(",", ":")))
    return [("", f"the pattern has {length:,} characters, and EventBridge takes {MAX_LENGTH:,}",
             "match less here, and check the other fields in code")] if length > MAX_LENGTH else []


def alternatives_count(pattern):
    """The number of alternatives into which the $or of a valid pattern multiply."""
    counts = [sum(map(alternatives_count, value)) if name == "$or" else alternatives_count(value)
              for name, value in pattern.items() if name == "$or" or isinstance(value, dict)]
    return prod(counts)


def check(pattern):
    """Raises ValueError, with the first problem, for a pattern that EventBridge rejects."""
    if not isinstance(pattern, dict):
        raise ValueError(f"a pattern is an object, not {pattern!r}")
    for _key, message, _hint in problems(pattern) or whole_problems(pattern):
        raise ValueError(message)


def parsed(text):
    """The pattern of a text of JSON. Raises ValueError for one that EventBridge rejects, also without any field."""
    try:
        pattern = files.strict_json(text)
    except RecursionError:
        raise ValueError("the pattern is nested too deeply") from None
    except json.JSONDecodeError:
        raise ValueError("Invalid JSON") from None
    check(pattern)
    if not pattern:
        raise ValueError("the pattern has no field")
    return pattern


def shown(value):
    """A scalar as YAML writes it: True -> true, None -> null, "paid" -> paid."""
    return value if isinstance(value, str) else json.dumps(value, default=str)
