"""Whether a pattern matches an event that is known only in part: True, False, or None if that is unknown.

Events are plain values (interpreter/plain.py); a text with "never": "#" contains no "#", and one with
"not": ("pk",) is not "pk". aws/events/operators.py compares known values, as in the local cloud and the test kit.
"""
import re

from aws.events import operators, patterns, validation
from kit import wildcards

NUMBERS = frozenset({"whole", "float", "number"})
TEXTS_ONLY = frozenset({"prefix", "suffix", "wildcard", "equals-ignore-case", "cidr"})


def match(alternatives, event):
    """Whether an EventBridge pattern matches an event: True, False, or None if unknown parts of the event decide.

    alternatives  of the pattern: aws/events/patterns.py; event: in plain form
    """
    return any_of(all_of(of_field(event, field.split("."), conditions) for field, conditions in alternative)
                  for alternative in alternatives)


def any_of(results):
    """True if one result is True, False if all are False, else None."""
    results = list(results)
    return True if True in results else None if None in results else False


def all_of(results):
    """False if one result is False, True if all are True, else None."""
    is_unknown = False
    for result in results:
        if result is False:  # no later result changes this
            return False
        is_unknown |= result is None
    return None if is_unknown else True


def failing_field(alternatives, event):
    """(field, conditions) of the first failing field of the alternative with the fewest ones: ("detail.sk", ["day"]);
    None if no alternative fails."""
    candidates = []
    for alternative in alternatives:
        results = [(of_field(event, field.split("."), conditions), field, conditions)
                   for field, conditions in alternative]
        failed = [result for result in results if result[0] is False]
        if failed:
            candidates.append((len(results) - len(failed), -len(failed), -len(candidates), failed[0][1:]))
    return max(candidates)[3] if candidates else None


def of_field(value, steps, conditions):
    """Whether the value at a path passes the conditions: True, False or None.

    value  plain; steps: ["detail", "object", "key"]; conditions: ["a", {"prefix": "b"}]
    """
    if isinstance(value, dict) and "any" in value:
        results = {of_field(option, steps, conditions) for option in value["any"]}
        return results.pop() if len(results) == 1 else None
    if isinstance(value, dict) and "list" in value:
        return _of_list(value, steps, conditions)
    if not steps:
        return _absent(conditions) if isinstance(value, dict) and "dict" in value else of_leaf(value, conditions)
    if isinstance(value, dict) and "dict" in value:
        if steps[0] not in value["dict"]:
            return None if value["open"] else _absent(conditions)
        results = of_field(value["dict"][steps[0]], steps[1:], conditions)
        return results if steps[0] not in value["maybe"] or results is _absent(conditions) else None
    return _absent(conditions) if kind_of(value) else None


def _of_list(value, steps, conditions):
    """Whether a list passes the conditions, as one element of it may; an open list may have unknown elements."""
    results = [of_field(element, steps, conditions) for element in value["list"]]
    if not results and not value["open"]:
        return _absent(conditions)
    if value["open"] or len(results) > 1 and {"exists": False} in conditions:
        return False if value.get("alike") and set(results) == {False} else None
    return any_of(results)


def _absent(conditions):
    """Whether an absent field passes conditions."""
    return {"exists": False} in conditions


def kind_of(value):
    """"text", "number", "bool" or "null" of a value that is no mapping or list; "" if that is not known."""
    if value is None or isinstance(value, (str, bool, int)):
        return {str: "text", bool: "bool", int: "number"}.get(type(value), "null")
    if "text" in value or "env" in value:
        return "text"
    kind = value.get("is") or ("float" if "float" in value else value.get("kind", ""))
    return "number" if kind in NUMBERS else kind if kind in ("text", "bool") else ""


def of_leaf(value, conditions):
    """Whether a text, number, bool or None in plain form passes conditions (see of_field): True, False or None."""
    if isinstance(value, dict) and "float" in value:
        return operators.matches_any(value["float"], conditions)
    if not isinstance(value, dict):
        return operators.matches_any(value, conditions)
    kind = kind_of(value)
    return any_of(_of_kind(value, kind, condition) for condition in conditions) if kind else None


def _of_kind(value, kind, condition):
    """Whether a value passes a condition, of which only the type is known, and of a text perhaps some parts."""
    if not isinstance(condition, dict):
        if kind == "text" and isinstance(condition, str):
            return None if fits(value, condition) and has_case(value, condition) else False
        same: tuple = {"number": (int, float), "bool": (bool,)}.get(kind, ())
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


def has_case(value, text):
    """Whether a value can be a text: one that .upper() or .lower() returned has only such letters."""
    return "case" not in value or text == getattr(text, value["case"])()


def _of_edge(value, operator, operand):
    """Whether a text of known parts passes a condition on its beginning or end."""
    if operator in ("prefix", "suffix") and not has_case(value, operand):
        return False
    if "never" in value and value["never"] in operand:
        return False
    parts = value.get("text", [None])
    first, last = (part if isinstance(part, str) else "" for part in (parts[0], parts[-1]))
    if operator == "prefix":
        return True if first.startswith(operand) else None if operand.startswith(first) else False
    if operator == "suffix":
        return True if last.endswith(operand) else None if operand.endswith(last) else False
    if operator == "wildcard":
        start, end = operand.partition("*")[0], operand.rpartition("*")[2]
        possible = (start.startswith(first) or first.startswith(start)) and (
            "\\" in operand or end.endswith(last) or last.endswith(end))
        sure = operand.count("*") == 1 and "\\" not in operand and first.startswith(start) \
            and last.endswith(end) and len(parts) > 1
        return True if sure else None if possible else False
    return None


def fits(value, text):
    """Whether a plain value, or its known parts, may be equal to a text."""
    if "never" in value and value["never"] in text or text in value.get("not", ()) or text not in value.get(
            "values", (text,)):
        return False
    parts = [""]
    for part in value.get("text", [None]):
        if isinstance(part, str):
            parts[-1] += re.escape(part)
        else:
            parts.append("")
    return wildcards.expression(parts).fullmatch(text) is not None


def checked_alternatives(pattern):
    """A pattern's alternatives. Raises ValueError for a pattern that AWS refuses."""
    validation.check(pattern)
    return patterns.alternatives(pattern)
