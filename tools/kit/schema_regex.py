"""Regular expressions of a JSON Schema, `pattern` and `patternProperties`: ECMA 262's, with Java's additions.

https://tc39.es/ecma262/#sec-patterns, which JSON Schema names; API Gateway runs them in Java. Other than Python's:
\\d, \\w and \\b know ASCII only, \\s knows Unicode's spaces, $ is the end and not a line break before it, \\p{L} is a
property of Unicode, a named group is (?<name>...), and \\Q...\\E quotes.
"""
import functools
import re

SECONDS = 2.0  # of one search: that of (a|a)*$ in 50 letters would take years, and hold a thread of the local cloud
_SPACE = r"\t-\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_CLASSES = {"d": "0-9", "w": "A-Za-z0-9_", "s": _SPACE, "h": r"\t \xa0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000"}
_WORD_END = "(?:(?<=[A-Za-z0-9_])(?![A-Za-z0-9_])|(?<![A-Za-z0-9_])(?=[A-Za-z0-9_]))"
# What has another meaning in the library `regex`, outside of [...].
_OTHERS = {"$": r"\Z", ".": r"[^\n\r\u2028\u2029]", r"\b": _WORD_END, r"\B": f"(?!{_WORD_END})", r"\z": r"\Z",
           r"\Z": r"(?=\n?\Z)", r"\R": r"(?:\r\n|[\n-\r\x85\u2028\u2029])"}
_SAME = "AGabfnrtuvx0123456789"  # letters and digits after a backslash that mean the same in `regex`
_TOKEN = re.compile(r"\\Q(?P<quoted>.*?)(?:\\E|\Z)|\\c(?P<control>[A-Za-z])|\\k<(?P<name>\w+)>|\\(?P<class>[dDwWsShH])|"
                    r"\\[pP](?:\{\^?[\w=]+\}|\w)|(?P<escape>\\.)|(?P<set>\[\^?\]?)|\{\d+(?:,\d*)?\}|.", re.DOTALL)
_FOREIGN = re.compile(r"\(\?([(#R&|0-9]|P[=>])")


@functools.cache
def compiled(pattern: str):
    """An object whose search(text) finds a match; ValueError with the fault of an invalid expression."""
    import regex  # 25 ms, only for schemas with a pattern

    if "(?P<" in pattern:
        raise ValueError("a named group is (?<name>...)")
    if foreign := _FOREIGN.search(pattern):
        raise ValueError(f"{foreign[0]} begins no group")
    try:
        return regex.compile(_translated(pattern), regex.V1)
    except regex.error as error:
        raise ValueError(error.msg) from error


def is_match(pattern: str, text: str, whole: bool = False) -> bool:
    """Whether an expression matches somewhere in a text, or the whole text. Raises TimeoutError if the search does not
    end in SECONDS of the processor."""
    search = compiled(pattern).fullmatch if whole else compiled(pattern).search
    return search(text, timeout=SECONDS) is not None


def matches(pattern: str, text: str, whole: bool = False) -> bool:
    """As is_match(); False where the search does not end."""
    try:
        return is_match(pattern, text, whole)
    except TimeoutError:
        return False


def fault(pattern: str):
    """The reason why an expression is invalid; "" if it is valid."""
    try:
        compiled(pattern)
    except ValueError as error:
        return str(error)
    return ""


def _translated(pattern):
    """The expression in the language of the library `regex`. Raises ValueError for an unknown escape."""
    parts, in_class = [], False
    for token in _TOKEN.finditer(pattern):
        text = token[0]
        if token["quoted"] is not None:
            text = re.escape(token["quoted"])
        elif token["control"]:
            text = rf"\x{ord(token['control']) % 32:02x}"
        elif token["name"]:
            text = f"(?P={token['name']})"
        elif token["class"]:
            chars = _CLASSES[token["class"].lower()]
            text = f"[{'^' * token['class'].isupper()}{chars}]"
        elif token["escape"]:
            text = _escape(text, in_class)
        elif token["set"] and not in_class:
            in_class = True
        elif in_class and text == "]":
            in_class = False
        elif in_class:
            text = "".join(rf"\{char}" if char in "[&|~" else char for char in text)
        else:
            text = rf"\{text}" if text in "{}" else _OTHERS.get(text, text)
        parts.append(text)
    return "".join(parts)


def _escape(text, in_class):
    """A backslash and a character. Raises ValueError where neither ECMA 262 nor Java knows it."""
    if in_class and text == r"\b":
        return r"\x08"
    if text in _OTHERS and not in_class:
        return _OTHERS[text]
    if text == r"\e":
        return r"\x1b"
    if text[1].isalnum() and text[1] not in _SAME:
        raise ValueError(f"{text} is no escape")
    return text
