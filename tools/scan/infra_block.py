"""Finding the `infra:` block in a module's docstring, and the file line of each of its keys.

    Any text may precede it.

    infra:
      timer:
        rate: 5 minutes

    Any text may follow: the block ends with the next line that is not indented more than `infra:`.
"""
import ast
import re

import recipes
from kit import schema, yaml_lines
from kit.problems import LineProblem

KEY = re.compile(r"""^(?P<margin>[ \t]*)(?P<quote>["']?)infra(?P=quote)[ \t]*:(?P<rest>.*)$""")
VALUE = re.compile(r"[ \t]*($|#|\{|~[ \t]*$|null[ \t]*$|&)")
ANY_KEY = re.compile(r"""^(?P<margin>[\s\u200b-\u200f\u2060\ufeff]*)(?P<quote>["']?)(?P<word>\w+)(?P=quote)[ \t]*:"""
                     r"""(?P<rest>\s.*|)$""")
# The user's own data, passed on as written: a 012 in it must stay 012.
IS_DATA = re.compile(r"infra\.timer\.body(\.|$)|infra\.(endpoint\.(routes\.\d+\.)?schema|events\.\d+\.pattern|"
                     r"queue\.(filter|from\.pattern)|(stream|kinesis)\.filter|"
                     r"(topic|queue\.from)\.filter\.(attributes|body)|env)\.")
INSIDE = re.compile(r"\binfra: *(\{|$)")
LINE_END = re.compile(r"\r\n?|\n")  # as Python counts lines: str.splitlines() knows others
WORD = re.compile(rf"""\b({'|'.join(recipes.WORDS)})["']?[ \t]*:""")
MISPLACED = "this infra: block is not in the module's docstring, and is not read"
NO_DOCSTRING = {ast.JoinedStr: "an f-string is no docstring: take the f away",
                ast.Constant: "bytes are no docstring: take the b away"}
DIRECT_HINT = "`infra: {}` is a lambda that is only invoked directly"


def infra_block(tree: ast.Module, source: str) -> tuple[dict | None, dict[str, int], list[LineProblem]]:
    """The block of a parsed module.

    -> (block or None, lines, problems), e.g.
       ({"timer": {"rate": "1 hour"}}, {"": 3, "timer": 4, "timer.rate": 5}, [])
    A problem is (line, message, hint). The block is None if there is no valid one.
    """
    rows, numbers = docstring(tree, source)
    start = _start(rows)
    if start is None:
        return None, {"": 1}, [_misplaced(tree) or _absence(rows, numbers)]
    end = _end(rows, start)
    margin = _margin(rows[start])
    text = "\n".join(row[margin:] for row in rows[start:end])
    written = {}
    value, lines, problems = yaml_lines.document(text, numbers[start:end], written)
    if value is not None and not problems:
        problems = [(schema.line_of(lines, key), message.removeprefix("infra."), hint)
                    for key, message, hint in yaml_lines.changed_values(written, value, IS_DATA.match, "infra.env.")]
    lines = {key.removeprefix("infra").removeprefix("."): line for key, line in lines.items()}
    lines.setdefault("", numbers[start])
    problems += _strays(rows, numbers, start, end) or (
        _second_texts(tree, numbers[start]) if source.count("infra") > 1 else [])
    if problems:
        return None, lines, problems
    if not isinstance(value, dict) or "infra" not in value:
        return None, lines, [(lines[""], "infra is not read as a key", "a space behind its colon: `infra: {}`")]
    block = value["infra"]
    if block is not None and not isinstance(block, dict):
        return None, lines, [(lines[""], f"infra must be a mapping, not {schema.shown(block)}", DIRECT_HINT)]
    return block or {}, lines, []


def _strays(rows, numbers, start, end):
    """[(line, message, hint)] of keys outside the block that look like a part of it, or like a second block."""
    margin, blocks, strays = _margin(rows[start]), [], []
    for i, key in enumerate(map(ANY_KEY.match, rows)):
        if not key or start <= i < end:
            continue
        word, line = key["word"], numbers[i]
        if word.lower() == "infra" and VALUE.match(key["rest"]):
            hint = f"write all words into the block of line {numbers[start]}, which is read"
            blocks.append((line, f"a second block, {word!r}, that is not read", hint))
        elif (i >= end or len(key["margin"]) <= margin) and _is_word(word, key["rest"]):
            strays.append((line, f"{word!r} is outside the infra: block, and is not read",
                           f"move it below infra: (line {numbers[start]}), and indent it more"))
        elif i == end and rows[i - 1].strip() and _resembles_word(word, key["rest"]):
            strays.append((line, f"{word!r} is beside infra:, and is not read",
                           "indent it more if it is a word of infra; else put an empty line before it"))
    return blocks or strays


def _is_word(word, value_text):
    """Whether a key and the text behind it can be a word of infra with its value, and no sentence."""
    if word not in recipes.WORDS:
        return False
    if VALUE.match(value_text) or value_text.lstrip().startswith(("[", "{")):
        return True
    value, _lines, problems = yaml_lines.file_document(value_text)
    return not problems and not list(schema.problems(recipes.WORDS[word].SCHEMA, value))


def _resembles_word(word, value_text):
    """Whether a key right below the block is a word of infra, or a mistyped one."""
    return word in recipes.WORDS or bool(VALUE.match(value_text) and schema.nearest(word.lower(), recipes.WORDS, 0.75))


def docstring(tree: ast.Module, source: str) -> tuple[list[str], list[int]]:
    """The rows of a module's docstring, and the file's line of each: (["Says hello.", ...], [1, ...]).

    A row is not always a line: a backslash joins two lines, and `\\n` splits one.
    """
    first = tree.body[0] if tree.body else None
    if not (isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            and isinstance(first.value.value, str)):
        return [], []
    rows = first.value.value.split("\n")
    numbers = list(range(first.lineno, first.lineno + len(rows)))
    end = first.end_lineno or first.lineno
    if len(rows) != end - first.lineno + 1:
        numbers = _numbers(LINE_END.split(source)[first.lineno - 1:end], first.lineno, len(rows))
    return rows, numbers


def _numbers(written, first, count):
    """[line in the file] of a docstring's rows, if joined lines or a written `\\n` shift them."""
    raw = "r" in re.split(r"\W", written[0].lstrip(), maxsplit=1)[0].lower()
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
    """The index of the row where the block begins, the first `infra:` with a block, else the first; or None."""
    starts = [(i, match["rest"]) for i, match in enumerate(map(KEY.match, rows)) if match]
    blocks = [i for i, value_text in starts if VALUE.match(value_text)]
    return blocks[0] if blocks else starts[0][0] if starts else None


def _margin(row):
    """The number of spaces at the start of a row."""
    return len(row) - len(row.lstrip())


def _end(rows, start):
    """The index of the row after the block: the next not indented more, except comments and closing brackets."""
    margin, value_text = _margin(rows[start]), rows[start].partition(":")[2]
    ours = "#}]-" if not value_text.strip() else "#}]"  # - if a list comes first of all
    for i in range(start + 1, len(rows)):
        text = rows[i].lstrip()
        if text and _margin(rows[i]) <= margin and text[0] not in ours:
            return i
        if text and text[0] not in "#-":
            ours = "#}]"
    return len(rows)


def _misplaced(tree):
    """(line, message, hint) of a block that stands in another text than the docstring, else None."""
    for node in (node for node in ast.walk(tree) if isinstance(node, (ast.Constant, ast.JoinedStr))):
        text = _text(node)
        matches = list(map(KEY.match, text.split("\n")))
        at = next((at for at, match in enumerate(matches) if match and VALUE.match(match["rest"])), None)
        if at is None:
            continue
        first = tree.body[0]
        hint = f"the docstring must come first: move it above line {first.lineno}"
        if isinstance(first, ast.Expr) and first.value is node:
            hint = NO_DOCSTRING[type(node)]
        elif ast.get_docstring(tree, clean=False) is not None:
            hint = f"the docstring is the one of line {first.lineno}: move the block into it"
        return node.lineno + at, MISPLACED, hint
    return None


def _second_texts(tree, line):
    """[(line, message, hint)] of texts without a use, such as a function's docstring, that hold a block with words.

    line  of the block that is read
    """
    for node in ast.walk(tree):
        if not isinstance(node, ast.Expr) or node is tree.body[0]:
            continue
        rows = _text(node.value).split("\n")
        start = _start(rows)
        if start is not None and VALUE.match(rows[start].partition(":")[2]) and WORD.search(
                "\n".join(rows[start:_end(rows, start)])):
            return [(node.lineno + start, MISPLACED, f"move its words into the block of line {line}, which is read")]
    return []


def _text(node):
    """The text of a string, of bytes or of an f-string, whose expressions are {}; "" of any other node."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "{}" for part in node.values)
    value = node.value if isinstance(node, ast.Constant) else ""
    return value.decode(errors="replace") if isinstance(value, bytes) else value if isinstance(value, str) else ""


def _absence(rows, numbers):
    """(line, message, hint) for a docstring without an infra block."""
    for row, number in zip(rows, numbers):
        key = ANY_KEY.match(row)
        hint = schema.nearest(key["word"].lower(), ["infra"]) if key and VALUE.match(key["rest"]) else ""
        if key and hint:
            return number, f"no such key: {ascii(key['word'])}", hint
        if INSIDE.search(row):
            return number, "infra: is inside a line, and is not read", "begin a line with it"
    return (numbers or [1])[0], "no infra: block in the docstring", DIRECT_HINT
