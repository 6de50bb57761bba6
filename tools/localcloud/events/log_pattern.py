"""Filter patterns of CloudWatch Logs: which log events a subscription gets. Pure.

docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html: terms, JSON, and columns.
"""
import functools
import json
import operator
import re

from kit import schema_regex, wildcards
from localcloud.events import inputs

_TOKEN = re.compile(r'\s*(&&|\|\||!=|>=|<=|[()=<>]|"(?:[^"\\]|\\.)*"|%[^%]*%|[^\s()=<>!&|"]+)')
_TERM = re.compile(r'([?-]?)(?:(?<=[?-])\s+(?="))?("(?:[^"\\]|\\.)*"|%[^%]*%|\S+)')
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_COLUMN = re.compile(r'(?:"(?:[^"\\]|\\.)*"|%[^%]*%|[^,"%])+')
_FIELD = re.compile(r'\[([^][]*)\]|"((?:[^"\\]|\\.)*)"|(\S+)')
_EXPRESSION = re.compile(r"(?:[\w :#=@/;,^$?[\]{}|*+.-]|\\[!-~])*", re.ASCII)
_ORDER = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}
_ABSENT = object()


def matches(pattern, message):
    """Whether a message matches the pattern; an empty one matches all. Raises ValueError if it is no pattern."""
    pattern = pattern.strip()
    if pattern.startswith(("[", "{")):
        try:
            return (_columns_match if pattern.startswith("[") else _json_matches)(pattern, message)
        except RecursionError:
            raise ValueError("a filter pattern has too many ( within each other") from None
    terms = [(sign, _is_match(text, message) if is_expression else text in message)
             for sign, text, is_expression in _terms(pattern)]
    required = [holds for sign, holds in terms if sign == ""]
    excluded = [holds for sign, holds in terms if sign == "-"]
    optional = [holds for sign, holds in terms if sign == "?"]
    if optional and not required and not excluded:
        return any(optional)  # AWS ignores terms with ? beside other terms
    return all(required) and not any(excluded)


@functools.lru_cache
def _terms(pattern):
    """[(sign, text or %regular expression%, whether it is an expression)] of a pattern of terms, which is read once
    for all messages: a lambda in an endless loop prints 100,000 in a few seconds. Raises ValueError as matches()."""
    terms = _TERM.findall(pattern)
    if any(text.startswith('"') and not _QUOTED.fullmatch(text) for _sign, text in terms):
        raise ValueError(f"the filter pattern {pattern} has a quote that does not end")
    return [(sign, text, True) if text.startswith("%") and text.endswith("%") else (sign, _unquoted(text), False)
            for sign, text in terms]


def _is_match(term, text):
    """Whether the regular expression between % signs matches somewhere in a text. Raises ValueError if it is none that
    CloudWatch Logs supports: it has no groups, so its searches end. docs.aws.amazon.com/AmazonCloudWatch/latest/logs/
    regex-expressions.html"""
    if not _EXPRESSION.fullmatch(term[1:-1]) or schema_regex.fault(term[1:-1]):
        raise ValueError(f"{term} has no regular expression of CloudWatch Logs between its % signs")
    try:
        return schema_regex.is_match(term[1:-1], text)
    except TimeoutError:
        raise ValueError(f"the search for {term} in a message of {len(text)} characters takes too long") from None


def _number(text):
    """A number of a pattern. Raises ValueError for another text."""
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"a filter pattern compares with a number, not with {text!r}") from None


def _unquoted(text):
    """A quoted text without its quotes and escapes; any other text unchanged."""
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text.startswith('"') else text


def _json_matches(pattern, message):
    """Whether a JSON pattern matches. It is parsed for other messages, too: an invalid one is always an error."""
    if not pattern.endswith("}"):
        raise ValueError(f"the filter pattern {pattern} does not end with }}")
    try:
        data = json.loads(message)
    except (ValueError, RecursionError):
        data = None
    tokens = [token for token in _TOKEN.findall(pattern[1:-1]) if token]
    verdict = _disjunction(tokens, data)
    if tokens:
        raise ValueError(f"the filter pattern {pattern} cannot be read at {tokens[0]!r}")
    return verdict if isinstance(data, (dict, list)) else False


def _columns_match(pattern, message):
    """Whether [ip, status = 4*, ...] matches the fields of a message, of which the last column has all others.

    [...] and "..." are one field. An ellipsis stands for any number of fields.
    """
    if not pattern.endswith("]"):
        raise ValueError(f"the filter pattern {pattern} does not end with ]")
    if not pattern[1:-1].strip():
        return True  # AWS accepts []
    columns = [column.strip() for column in _COLUMN.findall(pattern[1:-1])]
    if not columns or not all(columns) or columns.count("...") > 1:
        raise ValueError(f"the filter pattern {pattern} has a column without a name, or more than one ...")
    fields = ["".join(parts) for parts in _FIELD.findall(message)]
    at = columns.index("...") if "..." in columns else len(columns)
    before, after = columns[:at], columns[at + 1:]
    if not after and at == len(columns) and len(fields) > at:
        fields[at - 1:] = [" ".join(fields[at - 1:])]
    verdicts = [_column_matches(pattern, column, field) for column, field in [
        *zip(before, fields + [""] * len(before)),
        *zip(after, fields[len(fields) - len(after):] + [""] * len(after))]]
    enough = len(fields) >= len(before) + len(after) if "..." in columns else len(fields) == len(columns)
    return enough and all(verdicts)


def _column_matches(pattern, column, field):
    """Whether a field satisfies a column: "status", "status = 4*" or "w1 = A || w1 = B"."""
    name, *condition = (token for token in _TOKEN.findall(column.removeprefix("(")) if token)
    if not condition:
        return True
    tokens = [f"$.{token}" if token == name else token for token in _TOKEN.findall(column) if token]
    is_ordered = any(token in _ORDER for token in tokens)
    try:
        value = float(field) if is_ordered else field
    except ValueError:
        value = None
    verdict = _disjunction(tokens, {name: value})
    if tokens:
        raise ValueError(f"the filter pattern {pattern} cannot be read at {tokens[0]!r}")
    return verdict


def _disjunction(tokens, data):
    """Whether the tokens of "a || b" hold for the data; removes these tokens from the front of the list."""
    verdict = _conjunction(tokens, data)
    while tokens[:1] == ["||"]:
        tokens.pop(0)
        verdict = _conjunction(tokens, data) or verdict
    return verdict


def _conjunction(tokens, data):
    """Whether the tokens of "a && b" hold for the data; removes these tokens from the front of the list."""
    verdict = _comparison(tokens, data)
    while tokens[:1] == ["&&"]:
        tokens.pop(0)
        verdict = _comparison(tokens, data) and verdict
    return verdict


def _comparison(tokens, data):
    """Whether the tokens of "( ... )", "$.field = value", "$.field IS NULL" or "$.field NOT EXISTS" hold for the data;
    removes these tokens from the front of the list."""
    first = tokens.pop(0) if tokens else ""
    if first == "(":
        verdict = _disjunction(tokens, data)
        if tokens[:1] != [")"]:
            raise ValueError("a filter pattern has a ( without its )")
        tokens.pop(0)
        return verdict
    if not first.startswith("$") or len(tokens) < 2:
        raise ValueError(f"a filter pattern names a field as $.field, not {first!r}")
    value, operator_, expected = inputs.value_at(first, data, _ABSENT), tokens.pop(0), tokens.pop(0)
    condition = f"{operator_} {expected}".upper()
    if condition in ("IS NULL", "IS TRUE", "IS FALSE"):
        return value is {"NULL": None, "TRUE": True, "FALSE": False}[expected.upper()]
    if condition in ("NOT EXISTS", "IS EXISTS"):
        return (value is _ABSENT) == (operator_.upper() == "NOT")
    return _compared(value, operator_, expected)


def _compared(value, sign, expected):
    """The result of a comparison: numbers by value, texts with * for any text. Objects and lists satisfy none.
    Raises ValueError for an invalid comparison, whatever the value."""
    limit = _number(expected) if sign in _ORDER else 0
    if expected.startswith("%"):
        _is_match(expected, "")
    if sign not in (*_ORDER, "=", "!="):
        raise ValueError(f"a filter pattern has no comparison {sign!r}")
    if value is _ABSENT or value is None or isinstance(value, (dict, list)):
        return False
    if sign in _ORDER:
        numbers = isinstance(value, (int, float)) and not isinstance(value, bool)
        return numbers and _ORDER[sign](value, limit)
    return _equal(value, expected) == (sign == "=")


def _equal(value, expected):
    """Equality with * as any text, and of numbers by value (4* is a text, though)."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if expected.startswith("%"):
        return _is_match(expected, text)
    if not expected.startswith('"') and isinstance(value, (int, float)) and "*" not in expected:
        try:
            return float(value) == float(expected)
        except ValueError:
            return text == expected
    return wildcards.expression(re.escape(part) for part in _unquoted(expected).split("*")).fullmatch(text) is not None
