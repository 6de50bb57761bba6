"""Parsing Python as the app's runtime does; the Python that runs Pareto may be older, or newer."""
import ast
import functools
import re
import sys

from kit import child_fields

HERE = sys.version_info[:2]
# Syntax that an older Python refuses, on the line of its error: docs.python.org/3/whatsnew
ADDED = [((3, 10), re.compile(r"^\s*(match|case)\b.*:\s*(#.*)?$|^\s*(async\s+)?with\s*\(")),
         ((3, 11), re.compile(r"^\s*except\s*\*")),
         ((3, 12), re.compile(r"^\s*type\s+\w+.*=|^\s*(async\s+)?(def|class)\s+\w+\s*\[|\b(f|rf|fr)[\"']", re.I)),
         ((3, 13), re.compile(r"^\s*(type|(async\s+)?def|class)\s+\w+\s*\[.*=")),
         ((3, 14), re.compile(r"^\s*except\*?\s+[\w.]+\s*,|\b(t|rt|tr)[\"']", re.I))]
CODING = re.compile(r"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
HINT = "Lambda cannot import a module that Python cannot parse"


@functools.cache
def version(runtime):
    """(3, 13) of "python3.13"."""
    return tuple(map(int, runtime.removeprefix("python").split(".")))


def parsed(text: str, runtime):
    """The syntax tree of a file, as the runtime parses it, as far as this Python can. Raises SyntaxError."""
    tree = child_fields.parsed(text, min(runtime, HERE))
    if runtime < (3, 11) and "*" in text:
        _check_stars(tree, text)
    return tree


def _check_stars(tree, text):
    """Raises SyntaxError of x[*a] and *args: *T, which only Python 3.11 has and which ast.parse() accepts for all."""
    for node in ast.walk(tree):
        inside = node.slice if isinstance(node, ast.Subscript) else \
            node.annotation if isinstance(node, ast.arg) else None
        parts = inside.elts if isinstance(inside, ast.Tuple) else [inside]
        stars = any(isinstance(part, ast.Starred) for part in parts)
        if inside and stars and not str(ast.get_source_segment(text, inside)).startswith("("):
            raise SyntaxError("a starred expression here is only supported in Python 3.11 and greater",
                              ("", inside.lineno, inside.col_offset + 1, None))


def coding_problem(text: str):
    """(line, message, hint) of a comment for which Python would read a file in another encoding than UTF-8, or not at
    all: docs.python.org/3/reference/lexical_analysis.html#encoding-declarations; None of any other file."""
    for number, line in enumerate(text.split("\n", 2)[:2], 1):
        if match := CODING.match(line):
            try:
                verb = "reads" if text.encode().decode(match[1]) != text else ""
            except (LookupError, ValueError):
                verb = "cannot read"
            hint = "take this comment out: without it, Python reads UTF-8"
            return (number, f"Python {verb} this UTF-8 file as {match[1]}", hint) if verb else None
        if line.strip("\f\t \r") and line.lstrip()[0] != "#":
            return None
    return None


def syntax_problem(error, text: str, runtime):
    """(message, hint) of a SyntaxError of parsed()."""
    own_version, runtime_version = (".".join(map(str, version_)) for version_ in (HERE, runtime))
    lines = text.split("\n")[(error.lineno or 1) - 1:error.end_lineno or 1]
    if any(HERE < since <= runtime and pattern.search(line) for since, pattern in ADDED for line in lines):
        return (f"Python {own_version}, on which Pareto runs here, cannot parse it: {error.msg}",
                f"if Python {runtime_version}, the runtime, can: `make clean all=1`, "
                f"then `make local python=python{runtime_version}`")
    return f"not Python{f' {runtime_version}' if runtime < HERE and is_python(text) else ''}: {error.msg}", HINT


def is_python(text: str) -> bool:
    """Whether this Python parses a text."""
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True
