"""Filter patterns of CloudWatch Logs: which log events a subscription gets. Pure.

docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html. Terms and JSON; the form for
columns, [a, b=ERROR], is an error that names it.
"""
import json
import operator
import re

_TOKEN = re.compile(r'\s*(&&|\|\||!=|>=|<=|[()=<>]|"(?:[^"\\]|\\.)*"|%[^%]*%|[^\s()=<>!&|"]+)')
_TERM = re.compile(r'([?-]?)("(?:[^"\\]|\\.)*"|%[^%]*%|\S+)')
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")
_ORDER = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}
_ABSENT = object()


def matches(pattern, message):
    """Whether a message matches the pattern; an empty one matches all. Raises ValueError if it is no pattern."""
    pattern = pattern.strip()
    if pattern.startswith("["):
        raise ValueError(f"the filter pattern {pattern} is not supported by the local cloud")
    if pattern.startswith("{"):
        return _json_matches(pattern, message)
    terms = [(sign, _contains(text, message)) for sign, text in _TERM.findall(pattern)]
    required = [holds for sign, holds in terms if sign == ""]
    excluded = [holds for sign, holds in terms if sign == "-"]
    optional = [holds for sign, holds in terms if sign == "?"]
    if optional and not required and not excluded:
        return any(optional)  # AWS ignores terms with ? beside other terms
    return all(required) and not any(excluded)


def _contains(term, message):
    """Whether the message contains a term, or matches a %regular expression%."""
    if term.startswith("%") and term.endswith("%"):
        return re.search(term[1:-1], message) is not None
    return _unquoted(term) in message


def _unquoted(text):
    """A quoted text without its quotes and escapes; any other text unchanged."""
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text.startswith('"') else text


def _json_matches(pattern, message):
    """Whether a JSON pattern matches. It is parsed for other messages, too: an invalid one is always an error."""
    if not pattern.endswith("}"):
        raise ValueError(f"the filter pattern {pattern} does not end with }}")
    try:
        data = json.loads(message)
    except ValueError:
        data = None
    tokens = [token for token in _TOKEN.findall(pattern[1:-1]) if token]
    verdict = _disjunction(tokens, data)
    if tokens:
        raise ValueError(f"the filter pattern {pattern} cannot be read at {tokens[0]!r}")
    return verdict if isinstance(data, (dict, list)) else False


def _disjunction(tokens, data):
    """a || b; removes its tokens from the front."""
    verdict = _conjunction(tokens, data)
    while tokens[:1] == ["||"]:
        tokens.pop(0)
        verdict = _conjunction(tokens, data) or verdict
    return verdict


def _conjunction(tokens, data):
    """a && b"""
    verdict = _comparison(tokens, data)
    while tokens[:1] == ["&&"]:
        tokens.pop(0)
        verdict = _comparison(tokens, data) and verdict
    return verdict


def _comparison(tokens, data):
    """( ... ), $.field = value, $.field IS NULL, $.field NOT EXISTS"""
    first = tokens.pop(0) if tokens else ""
    if first == "(":
        verdict = _disjunction(tokens, data)
        if tokens[:1] != [")"]:
            raise ValueError("a filter pattern has a ( without its )")
        tokens.pop(0)
        return verdict
    if not first.startswith("$") or len(tokens) < 2:
        raise ValueError(f"a filter pattern names a field as $.field, not {first!r}")
    value, operator_, expected = _value_at(first, data), tokens.pop(0), tokens.pop(0)
    condition = f"{operator_} {expected}".upper()
    if condition in ("IS NULL", "IS TRUE", "IS FALSE"):
        return value is {"NULL": None, "TRUE": True, "FALSE": False}[expected.upper()]
    if condition in ("NOT EXISTS", "IS EXISTS"):
        return (value is _ABSENT) == (operator_.upper() == "NOT")
    return _compared(value, operator_, expected)


def _value_at(path, data):
    """The value at $.a.b[0], or _ABSENT."""
    for name, index in _STEP.findall(path):
        try:
            data = data[int(index)] if index else data[name]
        except (KeyError, IndexError, TypeError):
            return _ABSENT
    return data


def _compared(value, sign, expected):
    """The result of a comparison: numbers by value, texts with * for any text. Objects and lists satisfy none."""
    if value is _ABSENT or value is None or isinstance(value, (dict, list)):
        return False
    if sign in _ORDER:
        numbers = isinstance(value, (int, float)) and not isinstance(value, bool)
        return numbers and _ORDER[sign](value, float(expected))
    if sign not in ("=", "!="):
        raise ValueError(f"a filter pattern has no comparison {sign!r}")
    return _equal(value, expected) == (sign == "=")


def _equal(value, expected):
    """Equality with * as any text, and of numbers by value (4* is a text, though)."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if expected.startswith("%"):
        return re.search(expected[1:-1], text) is not None
    if not expected.startswith('"') and isinstance(value, (int, float)) and "*" not in expected:
        try:
            return float(value) == float(expected)
        except ValueError:
            return text == expected
    parts = _unquoted(expected).split("*")
    return re.fullmatch(".*".join(map(re.escape, parts)), text, re.DOTALL) is not None
