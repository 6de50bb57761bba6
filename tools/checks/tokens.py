"""The tokens of DynamoDB's expressions: attributes, placeholders, functions and keywords."""
import functools
import re

from kit.files import package_folder

TOKEN = re.compile(r"(?P<placeholder>[#:][A-Za-z0-9_]+)|(?P<name>[A-Za-z_][A-Za-z0-9_-]*)|(?P<other>\S)")
# `a = :b` of an attribute as a whole: of `a.b = :c` nothing
EQUALITY = re.compile(r"(?<![\w.:#-])(#?[\w-]+)\s*=\s*(:\w+)")
# The keywords of each kind of expression; a name before "(" is a function.
KEYWORDS = {"update": {"SET", "REMOVE", "ADD", "DELETE"}, "condition": {"AND", "OR", "NOT", "BETWEEN", "IN"},
            "projection": set()}


@functools.lru_cache(None)
def reserved_words():
    """AWS's 573 reserved words, upper-case: the list of moto, without importing moto."""
    path = package_folder("moto") / "dynamodb/parsing/reserved_keywords.txt"
    return frozenset(path.read_text(encoding="utf-8").split())


@functools.lru_cache(4096)
def pieces(expression, kind):
    """[(type, text)] of an expression: "placeholder", "name", "key" (starts a path), "function", "word" or "other".

    kind  "condition", "update" or "projection": each has other keywords (SET, BETWEEN)
    """
    result, matches = [], list(TOKEN.finditer(expression))
    for index, match in enumerate(matches):
        sort, text = match.lastgroup, match[0]
        after = matches[index + 1][0] if index + 1 < len(matches) else ""
        inside = index and matches[index - 1][0] == "."
        if sort == "name" and not inside:
            sort = "function" if after == "(" and text.upper() not in KEYWORDS[kind] else \
                "word" if text.upper() in KEYWORDS[kind] and _is_keyword(kind, matches, index) else "key"
        result.append((sort, text))
    return result


def _is_keyword(kind, matches, index):
    """Whether a keyword is in the place of one: of an update only at the start, or after a complete clause."""
    before = matches[index - 1][0] if index else ""
    return before not in (",", "=", "(", "+", "-") if kind == "update" else True


def names_in(expression, kind, attribute_names):
    """The attributes that an expression's paths begin with; None if a placeholder has an unknown name.

    attribute_names  ExpressionAttributeNames in plain form: {"#s": "status"}
    """
    names, before = [], ""
    for sort, text in pieces(expression, kind):
        if sort == "key":
            names.append(text)
        elif sort == "placeholder" and text[0] == "#" and before != ".":
            if not isinstance(attribute_names.get(text), str):
                return None
            names.append(attribute_names[text])
        before = text
    return names
