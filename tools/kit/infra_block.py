"""Finding the `infra:` block in a module's docstring, and the file line of each of its keys.

    Anything may stand before it.

    infra:
      timer:
        rate: 5 minutes

    And after it: the block ends with the next line at its own margin.
"""
import ast
import re

from kit import yaml_lines
from kit.schema import nearest

KEY = re.compile(r"""^(?P<margin>[ \t]*)(?P<quote>["']?)infra(?P=quote)[ \t]*:(?P<rest>.*)$""")
VALUE = re.compile(r"[ \t]*($|#|\{|~[ \t]*$|null[ \t]*$|&)")
ANY_KEY = re.compile(r"[ \t]*(\w+)[ \t]*:[ \t]*$")
DIRECT_HINT = "`infra: {}` is a lambda that is only invoked directly"


def infra_block(tree, source):
    """The block of a parsed module.

    -> (block or None, lines, mistakes), e.g.
       ({"timer": {"rate": "1 hour"}}, {"": 3, "timer": 4, "timer.rate": 5}, [])
    A mistake is (line, message, hint). The block is None if there is none to use.
    """
    rows, numbers = docstring(tree, source)
    start = _start(rows)
    if start is None:
        return None, {"": 1}, [_absence(rows, numbers)]
    end = _end(rows, start)
    margin = len(KEY.match(rows[start])["margin"])
    text = "\n".join(row[margin:] for row in rows[start:end])
    value, lines, mistakes = yaml_lines.document(text, numbers[start:end])
    lines = {key.removeprefix("infra").removeprefix("."): line for key, line in lines.items()}
    lines.setdefault("", numbers[start])
    if mistakes:
        return None, lines, mistakes
    block = value["infra"]
    if block is not None and not isinstance(block, dict):
        return None, lines, [(lines[""], f"infra must be a mapping, not {block!r}", DIRECT_HINT)]
    return block or {}, lines, []


def docstring(tree, source):
    """The rows of a module's docstring, and the file's line of each: (["Says hello.", ...], [1, ...]).

    A row is not always a line: a backslash joins two lines, and `\\n` parts one.
    """
    first = tree.body[0] if tree.body else None
    if not (isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            and isinstance(first.value.value, str)):
        return [], []
    rows = first.value.value.split("\n")
    numbers = list(range(first.lineno, first.lineno + len(rows)))
    if len(rows) != first.end_lineno - first.lineno + 1:
        numbers = _numbers(source.splitlines()[first.lineno - 1:first.end_lineno], first.lineno, len(rows))
    return rows, numbers


def _numbers(written, first, count):
    """The file's lines of a docstring's rows, where joined lines or written `\\n` set them off."""
    raw = "r" in re.match(r"\s*(\w*)", written[0])[1].lower()
    numbers, line = [first], first
    for text in written:
        slashes = len(text) - len(text.rstrip("\\"))
        if not raw:
            numbers += [line] * len(re.findall(r"(?<!\\)(?:\\\\)*\\n", text))
        line += 1
        if raw or slashes % 2 == 0:
            numbers.append(line)
        else:
            numbers[-1] = line
    return (numbers + [line] * count)[:count]


def _start(rows):
    """The row where the block begins: the first `infra:` with a block for its value, or else the first."""
    said = [(i, match["rest"]) for i, match in enumerate(map(KEY.match, rows)) if match]
    blocks = [i for i, rest in said if VALUE.match(rest)]
    return blocks[0] if blocks else said[0][0] if said else None


def _end(rows, start):
    """The row after the block: the next that is not further in, save comments and closing brackets."""
    margin = len(KEY.match(rows[start])["margin"])
    ours = "#}]-" if not KEY.match(rows[start])["rest"].strip() else "#}]"  # - if a list comes first of all
    for i in range(start + 1, len(rows)):
        text = rows[i].lstrip()
        if text and len(rows[i]) - len(text) <= margin and text[0] not in ours:
            return i
        if text and text[0] not in "#-":
            ours = "#}]"
    return len(rows)


def _absence(rows, numbers):
    """The mistake of a docstring that holds no block."""
    for row, number in zip(rows, numbers):
        key = ANY_KEY.match(row)
        if key and nearest(key[1], ["infra"]):
            return number, f"no such key: {key[1]!r}", nearest(key[1], ["infra"])
    return (numbers or [1])[0], "no infra: block in the docstring", DIRECT_HINT
