"""What EventBridge's compiler refuses in an event pattern, besides what no JSON is: the conditions of one field.

github.com/aws/event-ruler, JsonRuleCompiler;
docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""
import ipaddress
import json
import re

LONGEST_PATTERN = 2048  # characters of a rule's EventPattern
LARGEST_BOUND = 5_000_000_000
LOWER, UPPER = (">", ">="), ("<", "<=")
TEXT_TESTS = ("prefix", "suffix", "equals-ignore-case", "wildcard")


def complaint(condition):
    """(message, hint) of one item of a field's list that EventBridge refuses, None of one that it takes."""
    if isinstance(condition, (str, bool)) or condition is None:
        return None
    if isinstance(condition, (int, float)):
        return _number_complaint(condition)
    if not isinstance(condition, dict) or len(condition) != 1 or not condition.keys() <= TESTS.keys():
        return f"{_shown(condition)} is not a value or a filter", f"filters are {', '.join(sorted(TESTS))}"
    ((name, operand),) = condition.items()
    return TESTS[name](name, operand)


def _shown(value):
    """A value as JSON, and short."""
    text = json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) < 60 else f"{text[:56]}..."


def _is_number(value):
    """Whether it is a number of JSON: Python takes true for one."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _number_complaint(value):
    """A number with more digits than 64 bits hold."""
    if isinstance(value, int) and not -2 ** 63 <= value < 2 ** 64:
        return f"the number {_shown(value)} is beyond 64 bits", "quote it, if the event has it as text"
    return None


def _exists(name, operand):
    """Only true and false."""
    return None if isinstance(operand, bool) else (f"exists: {_shown(operand)} is no true and no false", "exists: true")


def _text(name, operand):
    """A text."""
    return None if isinstance(operand, str) else (f"{name}: {_shown(operand)} is no text", f"{name}: text")


def _affix(name, operand):
    """A text, or {"equals-ignore-case": text}."""
    if isinstance(operand, dict):
        right = list(operand) == ["equals-ignore-case"] and isinstance(operand["equals-ignore-case"], str)
        hint = f"{name}: text, or {{equals-ignore-case: text}}"
        return None if right else (f"{name}: {_shown(operand)} is no text", hint)
    return _text(name, operand)


def _wildcard(name, operand):
    r"""A text in which no * follows another, and a \ stands before * or \ only."""
    if not isinstance(operand, str):
        return _text(name, operand)
    plain = re.sub(r"\\[*\\]", "", operand)
    if "\\" in plain:
        return f"wildcard: {_shown(operand)} has a \\ before what is no * and no \\", "\\\\ stands for itself"
    if re.search(r"\*\*", re.sub(r"\\[*\\]", "x", operand)):
        return f"wildcard: {_shown(operand)} has ** in it", "one * is any text"
    return None


def _cidr(name, operand):
    """A range of addresses, with its mask."""
    try:
        if isinstance(operand, str) and operand.count("/") == 1 and operand.partition("/")[2].isdecimal():
            ipaddress.ip_network(operand, strict=False)
            return None
    except ValueError:
        pass
    return f"cidr: {_shown(operand)} is no range of addresses", "cidr: 10.0.0.0/8"


def _numeric(name, operand):
    """A comparison, or a lower bound and then a larger upper one."""
    hint = "numeric: ['>', 0, '<=', 5]"
    if not isinstance(operand, list) or len(operand) not in (2, 4):
        return f"numeric: {_shown(operand)} is not one comparison or two", hint
    for sign, bound in zip(operand[::2], operand[1::2]):
        if not isinstance(sign, str) or sign not in (*LOWER, *UPPER, "="):
            return f"numeric: {_shown(sign)} is no comparison", "<, <=, >, >= or ="
        if not _is_number(bound):
            return f"numeric: {_shown(bound)} is no number", hint
        if not -LARGEST_BOUND <= bound <= LARGEST_BOUND:
            return f"numeric: {_shown(bound)} is not between -5e9 and 5e9", "compare it in code"
    if len(operand) == 4 and (operand[0] not in LOWER or operand[2] not in UPPER):
        return f"numeric: {_shown(operand)} does not say a lower bound and then an upper one", hint
    if len(operand) == 4 and operand[1] >= operand[3]:
        return f"numeric: {_shown(operand)} has no number between its bounds", "the smaller bound comes first"
    return None


def _anything_but(name, operand):
    """A text, a number, a list of only texts or only numbers, or one filter of texts."""
    if isinstance(operand, dict):
        if len(operand) != 1 or not operand.keys() <= {*TEXT_TESTS}:
            return f"anything-but: {_shown(operand)} is none of its filters", f"one of {', '.join(TEXT_TESTS)}"
        ((inner, texts),) = operand.items()
        texts = texts if isinstance(texts, list) else [texts]
        test = _wildcard if inner == "wildcard" else _text
        return next(filter(None, (test(inner, text) for text in texts)), None) if texts else (
            f"anything-but: {inner} of an empty list", "say what it may not be")
    values = operand if isinstance(operand, list) else [operand]
    if not values:
        return "anything-but: an empty list", "say what it may not be"
    if all(isinstance(value, str) for value in values):
        return None
    if all(map(_is_number, values)):
        return next(filter(None, map(_number_complaint, values)), None)
    message = f"anything-but: {_shown(operand)} is not only texts, or only numbers"
    return message, "say texts, or numbers; null and true cannot be"


TESTS = {"anything-but": _anything_but, "cidr": _cidr, "equals-ignore-case": _text, "exists": _exists,
         "numeric": _numeric, "prefix": _affix, "suffix": _affix, "wildcard": _wildcard}
