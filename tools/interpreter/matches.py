"""Regular expressions on parts of the event: the result is None if the text does not match."""
import re

from interpreter import texts, values
from interpreter.values import NONE, UNKNOWN, Shaped, Unknown

METHODS = ("match", "fullmatch", "search")
CALLABLES = (values.Aws, values.Class, values.Function, values.Instance, values.Partial)
PROBES = ("", "~", "0", "a b")


def compiled(arguments, _site):
    """re.compile("[a-z]+")"""
    pattern = texts.text(arguments.get(0, "pattern"))
    return Unknown("pattern", detail={"pattern": pattern})


def of_function(name):
    """What follows a call of re.match(pattern, text), and of similar functions."""
    return lambda arguments, _site: _matched(texts.text(arguments.get(0, "pattern")), name, arguments.get(1, "string"))


def method(pattern, name, arguments):
    """PATTERN.match(text), PATTERN.sub("a", text); None for other methods, and if one calls a function."""
    if name == "sub" and not any(option.__class__ in CALLABLES for option in values.options(arguments.get(0))):
        return next((form for form in map(texts.other_form, arguments.every()) if form is not texts.TEXT), texts.TEXT)
    return _matched(pattern.detail["pattern"], name, arguments.get(0, "string")) if name in METHODS else None


def _matched(pattern, name, text):
    """The match of a text: None too, if it is a part of the event that no enum limits, and the pattern does not match
    each text."""
    parts = [option for option in values.options(text) if option.__class__ is Shaped]
    return values.union([NONE, Unknown("match", detail={"path": parts[0].path, "pattern": pattern})]) if parts \
        and "values" not in parts[0].shape and pattern is not None and _is_selective(pattern, name) else UNKNOWN


def _is_selective(pattern, name):
    """Whether a pattern does not match some texts."""
    try:
        return not all(getattr(re, name)(pattern, text) for text in PROBES)
    except (re.error, RecursionError, OverflowError):
        return False


def is_match(value):
    """Whether a value is a match of a part of the event."""
    return value.__class__ is Unknown and value.kind == "match"


def path(value):
    """The path of a part of the event, or of the part of which a value is the match."""
    return value.path if value.__class__ is Shaped else value.detail["path"]


def note_unmatched(value, site):
    """Note the use of a match that may be None."""
    match = next(filter(is_match, value.options), None)
    if match and NONE in value.options:
        site.note("no-match", path=list(path(match)), key=match.detail["pattern"])


FUNCTIONS = {"re.compile": compiled, **{f"re.{name}": of_function(name) for name in METHODS}}
