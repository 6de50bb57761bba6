"""EventBridge patterns: what the rules of `events` match, and what AWS would say against one.

docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""
import orjson

FILTERS = {"anything-but", "cidr", "equals-ignore-case", "exists", "numeric", "prefix", "suffix", "wildcard"}


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
    return [complaint for at, one in enumerate(alternatives) for complaint in complaints(one, f"{key}.{at}")]


def leaf_complaints(key, name, leaf):
    """What is wrong with the list of values that a field may have."""
    if not isinstance(leaf, list):
        return [(key, f"{name!r} in a pattern must be a list of what it may be",
                 f"write {name}: [{shown(leaf)}]")]
    if not leaf:
        return [(key, f"{name!r} in a pattern is an empty list", "nothing could match: say what it may be")]
    found = []
    for at, one in enumerate(leaf):
        if isinstance(one, list) or isinstance(one, dict) and (len(one) != 1 or not one.keys() <= FILTERS):
            found.append((f"{key}.{at}", f"{one!r} is not a value or a filter",
                          f"filters are {', '.join(sorted(FILTERS))}"))
    return found


def shown(value):
    """A scalar as YAML would have it: True -> true, None -> null, "paid" -> paid."""
    return value if isinstance(value, str) else orjson.dumps(value).decode()
