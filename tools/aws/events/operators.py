"""The conditions of an event pattern on one value: equality, prefix, numeric, anything-but and so on."""
import ipaddress
import operator
import re
from functools import lru_cache

_COMPARISONS = {"=": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def matches_any(value, conditions):
    """Whether a value (no object, no list) satisfies one of the conditions: a literal or {operator: ...}."""
    return any(_matches(value, condition) for condition in conditions)


def check_conditions(conditions):
    """Raises ValueError for a condition that AWS rejects, where there is no value to test with matches_any()."""
    for condition in conditions:
        if isinstance(condition, dict):
            _operator(condition)


def _matches(value, condition):
    """Whether a value satisfies one condition; a literal means equality."""
    if not isinstance(condition, dict):
        return _same(value, condition)
    test, operand = _operator(condition)
    return test(value, operand)


def _operator(condition):
    """(test, operand) of {"prefix": "a"}."""
    if len(condition) != 1:
        raise ValueError(f"a condition has one operator, not {sorted(condition)}")
    name, operand = next(iter(condition.items()))
    if name not in _TESTS:
        raise ValueError(f"event patterns have no operator {name!r}")
    return _TESTS[name], operand


def _same(value, literal):
    """Equality of JSON: true is not 1, but 300 is 300.0 (so on AWS, against its documentation)."""
    if isinstance(value, bool) or isinstance(literal, bool) or value is None or literal is None:
        return value is literal
    return value == literal


def _exists(value, operand):
    """Any value exists, null too."""
    return operand is True


def _prefix(value, operand):
    """"us-" or {"equals-ignore-case": "US-"}."""
    text, folded = _text(value, operand, "prefix")
    return text is not None and text.startswith(folded)


def _suffix(value, operand):
    """".png" or {"equals-ignore-case": ".PNG"}."""
    text, folded = _text(value, operand, "suffix")
    return text is not None and text.endswith(folded)


def _ignore_case(value, operand):
    """Equality of texts, without regard to case."""
    if not isinstance(operand, str):
        raise ValueError(f"equals-ignore-case takes a string, not {operand!r}")
    return isinstance(value, str) and value.lower() == operand.lower()


def _text(value, operand, name):
    """Value and operand, in lower case if the operand is {"equals-ignore-case": ...}; None for no string."""
    text = value if isinstance(value, str) else None
    if isinstance(operand, dict) and list(operand) == ["equals-ignore-case"]:
        return text and text.lower(), operand["equals-ignore-case"].lower()
    if not isinstance(operand, str):
        raise ValueError(f"{name} takes a string, not {operand!r}")
    return text, operand


def _wildcard(value, operand):
    """Whether the whole text matches."""
    if not isinstance(operand, str):
        raise ValueError(f"wildcard takes a string, not {operand!r}")
    return isinstance(value, str) and _expression(operand).fullmatch(value) is not None


@lru_cache(maxsize=1000)
def _expression(wildcard):
    r"""The regular expression of a wildcard: * matches any text, \* and \\ match * and \."""
    parts = re.findall(r"\\[*\\]|.", wildcard, re.DOTALL)
    return re.compile("".join(".*" if part == "*" else re.escape(part[-1]) for part in parts), re.DOTALL)


def _numeric(value, operand):
    """[">", 0, "<=", 5]: whether every comparison holds."""
    if not isinstance(operand, list) or len(operand) % 2 or not operand:
        raise ValueError(f"numeric wants comparisons and numbers in turn, not {operand!r}")
    pairs = list(zip(operand[::2], operand[1::2]))
    if any(sign not in _COMPARISONS or not _number(bound) for sign, bound in pairs):
        raise ValueError(f"numeric wants comparisons and numbers in turn, not {operand!r}")
    return _number(value) and all(_COMPARISONS[sign](value, bound) for sign, bound in pairs)


def _number(value):
    """Whether a value is a number in JSON: in Python True is one too."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _cidr(value, operand):
    """Whether a text is an IP address (v4 or v6) within a range."""
    network = ipaddress.ip_network(operand, strict=False)
    try:
        return isinstance(value, str) and ipaddress.ip_address(value) in network
    except ValueError:
        return False


def _anything_but(value, operand):
    """Any value except these, or except texts that an operator matches; a value that is no text passes the latter."""
    if isinstance(operand, dict):
        test, texts = _operator(operand)
        if test not in (_prefix, _suffix, _ignore_case, _wildcard):
            raise ValueError(f"anything-but does not take {operand!r}")
        return not any(test(value, text) for text in (texts if isinstance(texts, list) else [texts]))
    return not any(_same(value, literal) for literal in (operand if isinstance(operand, list) else [operand]))


_TESTS = {
    "exists": _exists,
    "prefix": _prefix,
    "suffix": _suffix,
    "equals-ignore-case": _ignore_case,
    "wildcard": _wildcard,
    "numeric": _numeric,
    "cidr": _cidr,
    "anything-but": _anything_but,
}
