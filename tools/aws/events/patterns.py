"""Which events an EventBridge pattern lets through, by AWS's rules.

Pure, and the one copy: rules, filters of event source mappings, and filter policies of SNS
speak this language. Facts: docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
and eb-create-pattern-operators.html; arrays as in github.com/aws/event-ruler ("array consistency").
"""
from aws.events import operators

MOST_ALTERNATIVES = 1000  # EventBridge refuses a pattern whose $or multiply into more


def matches(pattern, event):
    """Whether the event passes. Both are plain JSON data; a pattern AWS would refuse is a ValueError.

    pattern  {"source": ["aws.s3"], "detail": {"size": [{"numeric": [">", 0]}]}}
    """
    return refusal(pattern, event) is None


def refusal(pattern, event):
    """The first field of the pattern that turns the event away ("detail.size"), or None if it matches.

    With $or, the field where the alternative that came furthest stopped.
    """
    leaves = _leaves(event)
    furthest = -1, None
    for fields in alternatives(pattern):
        passed = _passed(fields, leaves)
        if passed == len(fields):
            return None
        furthest = max(furthest, (passed, fields[passed][0]), key=lambda stop: stop[0])
    return furthest[1]


def alternatives(pattern, prefix=""):
    """The pattern without nesting and without $or: one list of (dotted field, conditions) per way to match.

    {"a": {"b": [1]}, "$or": [{"c": [2]}, {"d": [3]}]}
    ->  [[("a.b", [1]), ("c", [2])], [("a.b", [1]), ("d", [3])]]
    """
    if not isinstance(pattern, dict):
        raise ValueError(f"a pattern is an object, not {pattern!r}")
    found = [[]]
    for key, value in pattern.items():
        if key == "$or" and isinstance(value, list):
            ways = [way for choice in value for way in alternatives(choice, prefix)]
        elif isinstance(value, dict):
            ways = alternatives(value, f"{prefix}{key}.")
        elif isinstance(value, list) and value:
            ways = [[(prefix + key, value)]]
        else:
            raise ValueError(f"'{prefix}{key}' must be an object or a list of at least one value")
        found = [done + way for done in found for way in ways]
        if len(found) > MOST_ALTERNATIVES:
            raise ValueError(f"$or makes more than {MOST_ALTERNATIVES} combinations")
    return found


def _leaves(event):
    """{"detail.items.name": [(value, {array: index}), ...]}: every value, and in which element it stands.

    Objects of one array are told apart, plain values in an array are not: they are one field of many values.
    Empty objects and empty arrays leave nothing, so that to a pattern they do not exist.
    """
    found = {}

    def walk(value, path, places):
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(inner, f"{path}.{key}" if path else key, places)
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                nested = isinstance(inner, (dict, list))
                walk(inner, path, {**places, id(value): index} if nested else places)
        else:
            found.setdefault(path, []).append((value, places))

    walk(event, "", {})
    return found


def _passed(fields, leaves):
    """How many of the fields, from the first, can hold together.

    Fields under one array must hold in the same element: {"staff": {"name": ["Ann"], "age": [40]}}
    does not match Ann of 30 beside Bob of 40.
    """
    best = 0

    def descend(count, places):
        nonlocal best
        best = max(best, count)
        if count == len(fields):
            return True
        return any(descend(count + 1, {**places, **more}) for more in _places(*fields[count], leaves, places))

    descend(0, {})
    return best


def _places(path, conditions, leaves, places):
    """Where the field holds: the array elements of each value that passes and agrees with `places`."""
    here = leaves.get(path, [])
    if not here:
        absent = any(isinstance(one, dict) and one == {"exists": False} for one in conditions)
        operators.check(conditions)
        return [{}] if absent else []
    found = []
    for value, mine in here:
        agrees = all(places.get(array, index) == index for array, index in mine.items())
        if agrees and operators.passes(value, conditions) and mine not in found:
            found.append(mine)
    return found
