"""Whether a pattern lets an event through of which not all is known: True, False, or None for "who knows".

Events are plain values (interpreter/plain.py); a text with "never": "#" holds no "#",
and one with "not": ("pk",) is not "pk". The rules for values that
are known are aws/events/operators.py's, as in the local cloud and the test kit.
"""
import re

from aws.events import operators, patterns

NUMBERS = frozenset({"whole", "float", "number"})
TEXTS_ONLY = frozenset({"prefix", "suffix", "wildcard", "equals-ignore-case", "cidr"})


def verdict(ways, event):
    """Of a pattern's alternatives, as aws/events/patterns.py gives them."""
    return any_of(all_of(of_field(event, field.split("."), wanted) for field, wanted in way) for way in ways)


def any_of(found):
    """True if one is, False if all are, else None."""
    found = list(found)
    return True if True in found else None if None in found else False


def all_of(found):
    """False if one is, True if all are, else None."""
    found = list(found)
    return False if False in found else None if None in found else True


def stop(ways, event):
    """(field, wanted) where the alternative that comes furthest is refused: ("detail.sk", ["day"])."""
    found = []
    for way in ways:
        said = [(of_field(event, field.split("."), wanted), field, wanted) for field, wanted in way]
        refused = [one for one in said if one[0] is False]
        if refused:
            found.append((len(said) - len(refused), -len(refused), -len(found), refused[0][1:]))
    return max(found)[3] if found else None


def of_field(value, steps, wanted):
    """Of what stands at a path of a plain value: ["detail", "object", "key"]."""
    if isinstance(value, dict) and "any" in value:
        found = {of_field(one, steps, wanted) for one in value["any"]}
        return found.pop() if len(found) == 1 else None
    if isinstance(value, dict) and "list" in value:
        return _of_list(value, steps, wanted)
    if not steps:
        return _absent(wanted) if isinstance(value, dict) and "dict" in value else of_leaf(value, wanted)
    if isinstance(value, dict) and "dict" in value:
        if steps[0] not in value["dict"]:
            return None if value["open"] else _absent(wanted)
        found = of_field(value["dict"][steps[0]], steps[1:], wanted)
        return found if steps[0] not in value["maybe"] or found is _absent(wanted) else None
    return _absent(wanted) if kind_of(value) else None


def _of_list(value, steps, wanted):
    """Of a list: one element that passes is enough; of an open one it is not sure what is in it."""
    found = [of_field(one, steps, wanted) for one in value["list"]]
    if not found and not value["open"]:
        return _absent(wanted)
    if value["open"] or len(found) > 1 and {"exists": False} in wanted:
        return False if value.get("alike") and set(found) == {False} else None
    return any_of(found)


def _absent(wanted):
    """Of a field that is not there."""
    return {"exists": False} in wanted


def kind_of(value):
    """"text", "number", "bool" or "null" of a value that is no mapping or list; "" if that is not known."""
    if value is None or isinstance(value, (str, bool, int)):
        return {str: "text", bool: "bool", int: "number"}.get(type(value), "null")
    if "text" in value or "env" in value:
        return "text"
    kind = value.get("is") or ("float" if "float" in value else value.get("kind", ""))
    return "number" if kind in NUMBERS else kind if kind in ("text", "bool") else ""


def of_leaf(value, wanted):
    """Of a value that is no mapping or list."""
    if isinstance(value, dict) and "float" in value:
        return operators.matches_any(value["float"], wanted)
    if not isinstance(value, dict):
        return operators.matches_any(value, wanted)
    kind = kind_of(value)
    return any_of(_of_kind(value, kind, one) for one in wanted) if kind else None


def _of_kind(value, kind, condition):
    """Of a value of which the type is known, and for a text perhaps some parts."""
    if not isinstance(condition, dict):
        if kind == "text" and isinstance(condition, str):
            return None if fits(value, condition) else False
        same = {"number": (int, float), "bool": bool}.get(kind, ())
        return None if isinstance(condition, same) and isinstance(condition, bool) is (kind == "bool") else False
    operator, operand = next(iter(condition.items()))
    if operator == "exists":
        return operand is True
    if operator == "numeric":
        return None if kind == "number" else False
    if operator in TEXTS_ONLY and kind != "text":
        return False
    if operator in TEXTS_ONLY and isinstance(operand, str):
        return _of_edge(value, operator, operand)
    return None


def _of_edge(value, operator, operand):
    """Of a text's beginning or end, and of what it never holds."""
    if "never" in value and value["never"] in operand:
        return False
    parts = value.get("text", [None])
    first, last = (part if isinstance(part, str) else "" for part in (parts[0], parts[-1]))
    if operator == "prefix":
        return True if first.startswith(operand) else None if operand.startswith(first) else False
    if operator == "suffix":
        return True if last.endswith(operand) else None if operand.endswith(last) else False
    if operator == "wildcard":
        start, rest = operand.partition("*")[0], operand.rpartition("*")[2]
        possible = start.startswith(first) or first.startswith(start)
        sure = operand.count("*") == 1 and "\\" not in operand and first.startswith(start) \
            and last.endswith(rest) and len(parts) > 1
        return True if sure else None if possible else False
    return None


def fits(value, text):
    """Whether a text of which parts are known may be a text."""
    if "never" in value and value["never"] in text or text in value.get("not", ()):
        return False
    parts = [re.escape(part) if isinstance(part, str) else ".*" for part in value.get("text", [None])]
    return re.fullmatch("".join(parts), text, re.DOTALL) is not None


def ways(pattern):
    """A pattern's alternatives; raises ValueError for one that AWS would refuse."""
    found = patterns.alternatives(pattern) if pattern else [[]]
    for way in found:
        for _field, wanted in way:
            operators.check_conditions(wanted)
            for one in wanted:
                operators.matches_any("", [one])  # its operand is looked at only where a value is tried
    return found
