"""Which events an EventBridge pattern matches, by AWS's rules. Pure.

Filters of event source mappings and filter policies of SNS are such patterns too. Facts:
docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html and eb-create-pattern-operators.html;
arrays as in github.com/aws/event-ruler ("array consistency").
"""
from aws.events import operators

MOST_ALTERNATIVES = 1000  # EventBridge rejects a pattern whose $or multiply into more


def matches(pattern, event):
    """Whether the pattern matches the event. Both are plain JSON; ValueError for a pattern that AWS would reject.

    pattern  {"source": ["aws.s3"], "detail": {"size": [{"numeric": [">", 0]}]}}
    """
    return first_mismatch(pattern, event) is None


def first_mismatch(pattern, event):
    """The first field of the pattern that does not match the event ("detail.size"), or None if all match.

    With $or, that field of the alternative with the most matching fields before it.
    """
    leaves = _leaves(event)
    furthest = -1, None
    for fields in alternatives(pattern):
        matched = _matched_count(fields, leaves)
        if matched == len(fields):
            return None
        furthest = max(furthest, (matched, fields[matched][0]), key=lambda mismatch: mismatch[0])
    return furthest[1]


def alternatives(pattern, prefix=""):
    """The pattern without nesting and without $or: a list of (dotted field, conditions) per alternative.

    {"a": {"b": [1]}, "$or": [{"c": [2]}, {"d": [3]}]}
    ->  [[("a.b", [1]), ("c", [2])], [("a.b", [1]), ("d", [3])]]
    """
    if not isinstance(pattern, dict):
        raise ValueError(f"a pattern is an object, not {pattern!r}")
    lists = [[]]
    for key, value in pattern.items():
        if key == "$or" and isinstance(value, list):
            choices = [fields for choice in value for fields in alternatives(choice, prefix)]
        elif isinstance(value, dict):
            choices = alternatives(value, f"{prefix}{key}.")
        elif isinstance(value, list) and value:
            choices = [[(prefix + key, value)]]
        else:
            raise ValueError(f"'{prefix}{key}' must be an object or a list of at least one value")
        lists = [previous + fields for previous in lists for fields in choices]
        if len(lists) > MOST_ALTERNATIVES:
            raise ValueError(f"$or makes more than {MOST_ALTERNATIVES} combinations")
    return lists


def _leaves(event):
    """{"detail.items.name": [(value, {array: index}), ...]}: every value, with its array elements.

    Objects of one array are distinguished, plain values in an array are not: they are one field of many values.
    Empty objects and empty arrays have no leaves, so that for a pattern they do not exist.
    """
    values = {}

    def walk(value, path, elements):
        if isinstance(value, dict):
            for key, item in value.items():
                walk(item, f"{path}.{key}" if path else key, elements)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                nested = isinstance(item, (dict, list))
                walk(item, path, {**elements, id(value): index} if nested else elements)
        else:
            values.setdefault(path, []).append((value, elements))

    walk(event, "", {})
    return values


def _matched_count(fields, leaves):
    """How many of the fields, from the first on, match together.

    Fields under one array must match in the same element: {"staff": {"name": ["Ann"], "age": [40]}}
    does not match Ann of 30 beside Bob of 40.
    """
    most = 0

    def descend(count, elements):
        nonlocal most
        most = max(most, count)
        if count == len(fields):
            return True
        path, conditions = fields[count]
        return any(descend(count + 1, {**elements, **chosen})
                   for chosen in _matching_elements(path, conditions, leaves, elements))

    descend(0, {})
    return most


def _matching_elements(path, conditions, leaves, elements):
    """[{array: index}] of each value of a field that satisfies the conditions and agrees with `elements`."""
    values = leaves.get(path, [])
    if not values:
        absent = any(isinstance(condition, dict) and condition == {"exists": False} for condition in conditions)
        operators.check_conditions(conditions)
        return [{}] if absent else []
    matching = []
    for value, value_elements in values:
        agrees = all(elements.get(array, index) == index for array, index in value_elements.items())
        if agrees and operators.matches_any(value, conditions) and value_elements not in matching:
            matching.append(value_elements)
    return matching
