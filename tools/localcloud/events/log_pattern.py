"""Filter patterns of CloudWatch Logs: which log events a subscription gets. Pure.

docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html. Terms and JSON; the form for
columns, [a, b=ERROR], is refused by name.
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
    """Whether a message passes the pattern; an empty one passes all. ValueError if it is no pattern."""
    pattern = pattern.strip()
    if pattern.startswith("["):
        raise ValueError(f"the filter pattern {pattern} is not supported by the local cloud")
    if pattern.startswith("{"):
        return _json_matches(pattern, message)
    terms = [(sign, _holds(text, message)) for sign, text in _TERM.findall(pattern)]
    wanted = [found for sign, found in terms if sign == ""]
    unwanted = [found for sign, found in terms if sign == "-"]
    optional = [found for sign, found in terms if sign == "?"]
    if optional and not wanted and not unwanted:
        return any(optional)  # beside other terms, AWS ignores those with ?
    return all(wanted) and not any(unwanted)


def _holds(term, message):
    """Whether the message contains a term, or matches a %regular expression%."""
    if term.startswith("%") and term.endswith("%"):
        return re.search(term[1:-1], message) is not None
    return _unquoted(term) in message


def _unquoted(text):
    """A quoted text without its quotes and escapes; any other as it is."""
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text.startswith('"') else text


def _json_matches(pattern, message):
    """The pattern is read to its end also for messages that are no JSON, so that a bad one is always told."""
    if not pattern.endswith("}"):
        raise ValueError(f"the filter pattern {pattern} does not end with }}")
    try:
        data = json.loads(message)
    except ValueError:
        data = None
    tokens = [token for token in _TOKEN.findall(pattern[1:-1]) if token]
    verdict = _any(tokens, data)
    if tokens:
        raise ValueError(f"the filter pattern {pattern} cannot be read at {tokens[0]!r}")
    return verdict if isinstance(data, (dict, list)) else False


def _any(tokens, data):
    """a || b; takes its tokens from the front."""
    verdict = _all(tokens, data)
    while tokens[:1] == ["||"]:
        tokens.pop(0)
        verdict = _all(tokens, data) or verdict
    return verdict


def _all(tokens, data):
    """a && b"""
    verdict = _one(tokens, data)
    while tokens[:1] == ["&&"]:
        tokens.pop(0)
        verdict = _one(tokens, data) and verdict
    return verdict


def _one(tokens, data):
    """( ... ), $.field = value, $.field IS NULL, $.field NOT EXISTS"""
    first = tokens.pop(0) if tokens else ""
    if first == "(":
        verdict = _any(tokens, data)
        if tokens[:1] != [")"]:
            raise ValueError("a filter pattern has a ( without its )")
        tokens.pop(0)
        return verdict
    if not first.startswith("$") or len(tokens) < 2:
        raise ValueError(f"a filter pattern names a field as $.field, not {first!r}")
    value, sign, wanted = _value_at(first, data), tokens.pop(0), tokens.pop(0)
    words = f"{sign} {wanted}".upper()
    if words in ("IS NULL", "IS TRUE", "IS FALSE"):
        return value is {"NULL": None, "TRUE": True, "FALSE": False}[wanted.upper()]
    if words in ("NOT EXISTS", "IS EXISTS"):
        return (value is _ABSENT) == (sign.upper() == "NOT")
    return _compared(value, sign, wanted)


def _value_at(path, data):
    """What $.a.b[0] names, or _ABSENT."""
    for name, index in _STEP.findall(path):
        try:
            data = data[int(index)] if index else data[name]
        except (KeyError, IndexError, TypeError):
            return _ABSENT
    return data


def _compared(value, sign, wanted):
    """Numbers by value, texts with * for any text. Only a plain value satisfies a comparison."""
    if value is _ABSENT or value is None or isinstance(value, (dict, list)):
        return False
    if sign in _ORDER:
        numbers = isinstance(value, (int, float)) and not isinstance(value, bool)
        return numbers and _ORDER[sign](value, float(wanted))
    if sign not in ("=", "!="):
        raise ValueError(f"a filter pattern has no comparison {sign!r}")
    return _equal(value, wanted) == (sign == "=")


def _equal(value, wanted):
    """Equality with * as any text, and of numbers by value (4* is a text, though)."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if wanted.startswith("%"):
        return re.search(wanted[1:-1], text) is not None
    if not wanted.startswith('"') and isinstance(value, (int, float)) and "*" not in wanted:
        try:
            return float(value) == float(wanted)
        except ValueError:
            return text == wanted
    parts = _unquoted(wanted).split("*")
    return re.fullmatch(".*".join(map(re.escape, parts)), text, re.DOTALL) is not None
