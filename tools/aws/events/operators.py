"""The conditions of a valid event pattern on one value: equality, prefix, numeric, anything-but and so on."""
import ipaddress
import operator
import re
from functools import lru_cache

from kit import wildcards
from kit.schema import is_type

ABSENT = {"exists": False}  # the condition that no value satisfies
MAX_COMPARED = 5_000_000_000  # numbers beyond it satisfy no comparison
_COMPARISONS = {"=": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def matches_any(value, conditions):
    """Whether a value (no object, no list) satisfies one of the conditions: a literal or {operator: ...}."""
    return any(_matches(value, condition) for condition in conditions)


def _matches(value, condition):
    """Whether a value satisfies one condition; a literal means equality."""
    if not isinstance(condition, dict):
        return _same(value, condition)
    ((name, operand),) = condition.items()
    return _TESTS[name](value, operand)


def _same(value, literal):
    """Equality of JSON: true is not 1, but 300 is 300.0 (so on AWS, against its documentation).

    Numbers are equal if their first six decimals are, and IPv6 addresses in whatever form.
    """
    if isinstance(value, bool) or isinstance(literal, bool) or value is None or literal is None:
        return value is literal
    if is_type("number", value) and is_type("number", literal):
        return value == literal or _truncated(value) == _truncated(literal)
    return value == literal or isinstance(value, str) and isinstance(literal, str) and ":" in literal \
        and _address(value) == _address(literal) is not None


def _truncated(number):
    """A number with the six decimals that EventBridge compares."""
    return int(number * 1_000_000) if abs(number) <= MAX_COMPARED else number


def _address(text):
    """The IP address of a text, or None."""
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _compared(compare):
    """The test that compares a text with the operand: "us-", or {"equals-ignore-case": "US-"}; no text passes it."""
    def test(value, operand):
        if not isinstance(value, str):
            return False
        if isinstance(operand, dict):
            return compare(value.lower(), operand["equals-ignore-case"].lower())
        return compare(value, operand)
    return test


@lru_cache(maxsize=1000)
def _expression(wildcard):
    r"""The regular expression of a wildcard: * matches any text, \* and \\ match * and \."""
    parts = re.findall(r"((?:\\[*\\]|[^*])*)\*", f"{wildcard}*")
    return wildcards.expression(re.escape(re.sub(r"\\([*\\])", r"\1", part)) for part in parts)


def _numeric(value, operand):
    """Whether the value is a number for which every comparison of the operand holds: [">", 0, "<=", 5]."""
    return is_type("number", value) and abs(value) <= MAX_COMPARED and all(
        _COMPARISONS[sign](_truncated(value), _truncated(bound)) for sign, bound in zip(operand[::2], operand[1::2]))


def _cidr(value, operand):
    """Whether the value is a text with an IP address in the range of the operand: "10.0.0.0/24", v4 or v6."""
    address = _address(value) if isinstance(value, str) else None
    return address is not None and address in ipaddress.ip_network(operand, strict=False)


def _anything_but(value, operand):
    """Whether the value is none of the operand's, or no text that its operator matches; a number passes the latter."""
    if isinstance(operand, dict):
        ((name, texts),) = operand.items()
        return not any(_TESTS[name](value, text) for text in (texts if isinstance(texts, list) else [texts]))
    return not any(_same(value, literal) for literal in (operand if isinstance(operand, list) else [operand]))


_TESTS = {
    "exactly": operator.eq,
    "exists": lambda value, operand: operand is True,  # of a value that exists, as null does
    "prefix": _compared(str.startswith),
    "suffix": _compared(str.endswith),
    "equals-ignore-case": _compared(lambda text, operand: text.lower() == operand.lower()),
    "wildcard": _compared(lambda text, operand: _expression(operand).fullmatch(text) is not None),  # "a*b"
    "numeric": _numeric,
    "cidr": _cidr,
    "anything-but": _anything_but,
}
