"""EventBridge patterns of `events`: the problems for which AWS would refuse one.

docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""
import orjson

from aws.events import grammar, patterns
from kit.problems import KeyProblem


def problems(pattern: dict, key: str = "") -> list[KeyProblem]:
    """[(dotted key, message, hint)] of a pattern over an event's detail."""
    faults = []
    for name, value in pattern.items():
        path = f"{key}.{name}" if key else str(name)
        if name == "$or":
            faults += or_problems(path, value)
        elif isinstance(value, dict):
            faults += problems(value, path) or ([] if value else [
                (path, f"pattern of {name!r} is blank", "write the values to match, or remove it")])
        else:
            faults += leaf_problems(path, name, value)
    return faults


def or_problems(key: str, alternatives: dict[str, list[int]] | list[dict]) -> list:
    """[(dotted key, message, hint)] of the list of patterns of a `$or`."""
    if not isinstance(alternatives, list) or not all(isinstance(alternative, dict) for alternative in alternatives):
        return [(key, "$or takes a list of patterns", "write $or: [{a: [1]}, {b: [2]}]")]
    faults = [fault for at, alternative in enumerate(alternatives) for fault in problems(alternative, f"{key}.{at}")]
    if not faults and (len(alternatives) < 2 or not all(alternatives)):
        return [(key, "$or takes two patterns at least, and none of them blank", "write $or: [{a: [1]}, {b: [2]}]")]
    return faults


def leaf_problems(key: str, name: str, leaf: list[dict]) -> list[KeyProblem]:
    """[(dotted key, message, hint)] of the list of values that a field matches."""
    if not isinstance(leaf, list):
        return [(key, f"{name!r} in a pattern must be a list of the values to match",
                 f"write {name}: [{shown(leaf)}]")]
    if not leaf:
        return [(key, f"{name!r} in a pattern is an empty list", "nothing could match: write the values to match")]
    faults = [(f"{key}.{at}", grammar.problem(condition)) for at, condition in enumerate(leaf)]
    return [(path, *fault) for path, fault in faults if fault]


def whole_problems(pattern: dict) -> list[KeyProblem]:
    """[("", message, hint)] of a pattern as a whole: its $or multiply to too many, or it is too long."""
    try:
        patterns.alternatives(pattern)
    except ValueError as error:
        return [("", f"EventBridge would refuse the pattern: {error}", "write two events: they are two rules")]
    length = len(orjson.dumps(pattern).decode())
    return [("", f"the pattern has {length:,} characters, and EventBridge takes {grammar.LONGEST_PATTERN:,}",
             "match less here, and check the other fields in code")] if length > grammar.LONGEST_PATTERN else []


def shown(value) -> str:
    """A scalar as YAML writes it: True -> true, None -> null, "paid" -> paid."""
    return value if isinstance(value, str) else orjson.dumps(value).decode()
