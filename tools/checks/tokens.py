"""DynamoDB's expressions in pieces: the attributes they name, and the placeholders they use."""
import functools
import re
from pathlib import Path

TOKEN = re.compile(r"(?P<place>[#:][A-Za-z0-9_]+)|(?P<name>[A-Za-z_][A-Za-z0-9_-]*)|(?P<other>\S)")
# What each kind of expression says besides names; functions are known by their bracket.
KEYWORDS = {"update": {"SET", "REMOVE", "ADD", "DELETE"}, "condition": {"AND", "OR", "NOT", "BETWEEN", "IN"},
            "projection": set()}


@functools.lru_cache(None)
def reserved_words():
    """AWS's 573 reserved words, upper-case."""
    text = Path(__file__).with_name("reserved_words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.split("\n") if line and not line.startswith("#"))


@functools.lru_cache(4096)
def pieces(expression, kind):
    """[("place" | "name" | "key" | "function" | "word" | "other", text)]; "key" is a name at the start of a path."""
    found, matches = [], list(TOKEN.finditer(expression))
    for at, match in enumerate(matches):
        sort, text = match.lastgroup, match[0]
        after = matches[at + 1][0] if at + 1 < len(matches) else ""
        inside = at and matches[at - 1][0] == "."
        if sort == "name" and not inside:
            sort = "function" if after == "(" and text.upper() not in KEYWORDS[kind] else \
                "word" if text.upper() in KEYWORDS[kind] and _is_word(kind, matches, at) else "key"
        found.append((sort, text))
    return found


def _is_word(kind, matches, at):
    """Whether a keyword stands where one may: an update's, only at the start or after a whole clause."""
    before = matches[at - 1][0] if at else ""
    return before not in (",", "=", "(", "+", "-") if kind == "update" else True


def names_in(expression, kind, given):
    """The attributes that an expression's paths begin with; None if a placeholder's name is not known.

    given  ExpressionAttributeNames in plain form: {"#s": "status"}
    """
    found, before = [], ""
    for sort, text in pieces(expression, kind):
        if sort == "key":
            found.append(text)
        elif sort == "place" and text[0] == "#" and before != ".":
            if not isinstance(given.get(text), str):
                return None
            found.append(given[text])
        before = text
    return found
