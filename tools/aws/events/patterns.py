"""Which events an EventBridge pattern matches, by AWS's rules. Pure.

Filters of event source mappings and filter policies of SNS are such patterns too. Facts:
docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html and eb-create-pattern-operators.html;
arrays as in github.com/aws/event-ruler ("array consistency").
"""
import base64
import functools
import json

from aws.events import operators, validation


def matches(pattern, event):
    """Whether the pattern matches the event. Both are plain JSON; ValueError for a pattern that AWS would reject.

    pattern  {"source": ["aws.s3"], "detail": {"size": [{"numeric": [">", 0]}]}}
    """
    validation.check(pattern)
    return first_mismatch(pattern, event) is None


def matches_record(pattern, record):
    """Whether a pattern of FilterCriteria matches a record as a function gets it.

    The body of a queue's message, and the data of a Kinesis record, are parsed as JSON where the pattern for them is an
    object. The fields in "kinesis" are beside the others in a pattern.
    docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
    """
    record = {**record, **record.get("kinesis", {})}
    for part in ("body", "data"):
        if isinstance(pattern.get(part), dict):
            try:
                text = record[part] if part == "body" else base64.b64decode(record[part])
                record[part] = json.loads(text)
            except (ValueError, RecursionError):
                return False
    return matches(pattern, record)


def first_mismatch(pattern, event):
    """The first field of a valid pattern that does not match the event ("detail.size"), or None if all match.

    With $or, the field of the alternative that has the most matching fields before it.
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
    """A valid pattern without nesting and without $or: a list of (dotted field, conditions) per alternative.

    {"a": {"b": [1]}, "$or": [{"c": [2]}, {"d": [3]}]}
    ->  [[("a.b", [1]), ("c", [2])], [("a.b", [1]), ("d", [3])]]
    A field that comes twice has its last conditions, as in EventBridge.
    """
    lists = [{}]
    for key, value in pattern.items():
        if key == "$or":
            choices = [dict(fields) for choice in value for fields in alternatives(choice, prefix)]
        elif isinstance(value, dict):
            choices = [dict(fields) for fields in alternatives(value, f"{prefix}{key}.")]
        else:
            choices = [{prefix + key: value}]
        lists = [{**previous, **fields} for previous in lists for fields in choices]
    return [[*fields.items()] for fields in lists]


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
    """The number of fields, from the first on, that match together.

    Fields under one array must match in the same element: {"staff": {"name": ["Ann"], "age": [40]}}
    does not match Ann of 30 beside Bob of 40. So {"exists": False} depends on the fields before it: as in
    EventBridge, the fields are in the order of the alphabet then.
    """
    if any(operators.ABSENT in conditions for _path, conditions in fields):
        fields.sort(key=lambda field: field[0])
    most, tried = 0, set()

    @functools.cache
    def arrays(count):
        paths = [path for path, _conditions in fields[count:]]
        return {array for path in paths for _value, nested in leaves.get(path, ()) for array in nested}

    def descend(count, elements):
        nonlocal most
        most = max(most, count)
        if count == len(fields):
            return True
        if elements:  # of arrays without a further field, any element is as good: else their numbers would multiply
            state = count, frozenset(item for item in elements.items() if item[0] in arrays(count))
            if state in tried:
                return False
            tried.add(state)
        path, conditions = fields[count]
        return any(descend(count + 1, {**elements, **chosen})
                   for chosen in _matching_elements(path, conditions, leaves, elements))

    descend(0, {})
    return most


def _matching_elements(path, conditions, leaves, elements):
    """[{array: index}] of each value of a field that satisfies the conditions and agrees with `elements`."""
    agreeing = [(value, value_elements) for value, value_elements in leaves.get(path, [])
                if all(elements.get(array, index) == index for array, index in value_elements.items())]
    if not agreeing:
        return [{}] if operators.ABSENT in conditions else []
    matching = []
    for value, value_elements in agreeing:
        if value_elements not in matching and operators.matches_any(value, conditions):
            matching.append(value_elements)
    return matching
