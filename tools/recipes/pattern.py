"""EventBridge patterns: what the rules of `events` match, and what AWS would say against one.

docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""
import orjson

from aws.events import grammar, patterns

FILTERS = grammar.TESTS.keys()


def complaints(pattern, key=""):
    """[(dotted key, message, hint)] of a pattern over an event's detail."""
    found = []
    for name, inner in pattern.items():
        here = f"{key}.{name}" if key else str(name)
        if name == "$or":
            found += either_complaints(here, inner)
        elif isinstance(inner, dict):
            found += complaints(inner, here) or ([] if inner else [
                (here, f"pattern of {name!r} is blank", "say what it must be, or take it out")])
        else:
            found += leaf_complaints(here, name, inner)
    return found


def either_complaints(key, alternatives):
    """What is wrong with the list of patterns of a `$or`."""
    if not isinstance(alternatives, list) or not all(isinstance(one, dict) for one in alternatives):
        return [(key, "$or takes a list of patterns", "write $or: [{a: [1]}, {b: [2]}]")]
    found = [complaint for at, one in enumerate(alternatives) for complaint in complaints(one, f"{key}.{at}")]
    if not found and (len(alternatives) < 2 or not all(alternatives)):
        return [(key, "$or takes two patterns at least, and none of them blank", "write $or: [{a: [1]}, {b: [2]}]")]
    return found


def leaf_complaints(key, name, leaf):
    """What is wrong with the list of values that a field may have."""
    if not isinstance(leaf, list):
        return [(key, f"{name!r} in a pattern must be a list of what it may be",
                 f"write {name}: [{shown(leaf)}]")]
    if not leaf:
        return [(key, f"{name!r} in a pattern is an empty list", "nothing could match: say what it may be")]
    complaints_ = [(f"{key}.{at}", grammar.problem(one)) for at, one in enumerate(leaf)]
    return [(place, *complaint) for place, complaint in complaints_ if complaint]


def whole_complaints(pattern):
    """What is wrong with a pattern as a whole: its $or multiply, or it is too long."""
    try:
        patterns.alternatives(pattern)
    except ValueError as error:
        return [("", f"the pattern cannot be: {error}", "two events are two rules")]
    length = len(orjson.dumps(pattern).decode())
    return [("", f"the pattern has {length:,} characters, and EventBridge takes {grammar.LONGEST_PATTERN:,}",
             "let the code sort out the rest")] if length > grammar.LONGEST_PATTERN else []


def shown(value):
    """A scalar as YAML would have it: True -> true, None -> null, "paid" -> paid."""
    return value if isinstance(value, str) else orjson.dumps(value).decode()
