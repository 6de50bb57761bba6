"""The conditions of an event pattern on one value: equality, prefix, numeric, anything-but and their kin."""
import ipaddress
import operator
import re
from functools import lru_cache

_COMPARISONS = {"=": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def passes(value, conditions):
    """Whether a value (no object, no list) satisfies one of the conditions: a literal or {operator: ...}."""
    return any(_passes(value, condition) for condition in conditions)


def check(conditions):
    """Raises ValueError for a condition that AWS refuses, also where no value is there to try it on."""
    for condition in conditions:
        if isinstance(condition, dict):
            _operator(condition)


def _passes(value, condition):
    """One condition; a literal stands for equality."""
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
    """Equality of JSON: true is not 1, but 300 is 300.0 (AWS does so, whatever its page says)."""
    if isinstance(value, bool) or isinstance(literal, bool) or value is None or literal is None:
        return value is literal
    return value == literal


def _exists(value, operand):
    """A value that is there exists, null too."""
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
    """Equality of texts, whatever their case."""
    if not isinstance(operand, str):
        raise ValueError(f"equals-ignore-case wants a string, not {operand!r}")
    return isinstance(value, str) and value.lower() == operand.lower()


def _text(value, operand, name):
    """Value and operand, in lower case if the operand is {"equals-ignore-case": ...}; None for no string."""
    text = value if isinstance(value, str) else None
    if isinstance(operand, dict) and list(operand) == ["equals-ignore-case"]:
        return text and text.lower(), operand["equals-ignore-case"].lower()
    if not isinstance(operand, str):
        raise ValueError(f"{name} wants a string, not {operand!r}")
    return text, operand


def _wildcard(value, operand):
    """The whole text must match."""
    if not isinstance(operand, str):
        raise ValueError(f"wildcard wants a string, not {operand!r}")
    return isinstance(value, str) and _expression(operand).fullmatch(value) is not None


@lru_cache(maxsize=1000)
def _expression(wildcard):
    r"""The regular expression of a wildcard: * is any text, \* and \\ are themselves."""
    parts = re.findall(r"\\[*\\]|.", wildcard, re.DOTALL)
    return re.compile("".join(".*" if part == "*" else re.escape(part[-1]) for part in parts), re.DOTALL)


def _numeric(value, operand):
    """[">", 0, "<=", 5]: every comparison holds."""
    if not isinstance(operand, list) or len(operand) % 2 or not operand:
        raise ValueError(f"numeric wants comparisons and numbers in turn, not {operand!r}")
    pairs = list(zip(operand[::2], operand[1::2]))
    if any(sign not in _COMPARISONS or not _number(bound) for sign, bound in pairs):
        raise ValueError(f"numeric wants comparisons and numbers in turn, not {operand!r}")
    return _number(value) and all(_COMPARISONS[sign](value, bound) for sign, bound in pairs)


def _number(value):
    """A number of JSON; Python takes true for one."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _cidr(value, operand):
    """An address of either family within a range."""
    network = ipaddress.ip_network(operand, strict=False)
    try:
        return isinstance(value, str) and ipaddress.ip_address(value) in network
    except ValueError:
        return False


def _anything_but(value, operand):
    """Any value but these, or but those an operator of texts takes; a value that is no text passes that."""
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
