"""Errors of the YAML parser as messages that a person understands, each with its line."""
import re
import unicodedata

import yaml
from yaml.reader import ReaderError

from kit.problems import LineProblem

MARGIN_HINT = "keys that belong together begin in the same column, indented with spaces"
NO_SPACE = re.compile(r"\s*(?:- +)*([A-Za-z][\w-]*):([^\s/].*)")  # YAML reads `key:value` as one text
BREAKS = re.compile("\r(?!\n)|[\x85\u2028\u2029]")  # ends of lines in YAML 1.1, in most editors not

# (a part of the parser's message, libyaml's or PyYAML's; our message; hint)
PARSER_MESSAGES = (
    ("mapping values are not allowed", "a ': ' where none can be", "quote text that holds ': '"),
    ("could not find expected ':'", "a key without its ':'", "one `key: value` to a line"),
    ("did not find expected key", "this line does not fit the ones above it", MARGIN_HINT),
    ("expected <block end>", "this line does not fit the ones above it", MARGIN_HINT),
    ("did not find expected '-' indicator", "this line does not fit the list above it", MARGIN_HINT),
    ("cannot start any token", "a character that cannot begin a value", "quote text that begins so"),
    ("second occurrence", "two values have the same & name", "each & name once"),
    ("sequence entries", "a list cannot begin behind its key", "each `- item` on a line of its own, or [a, b]"),
    ("node content", "a value is missing", "one value between two commas; quote text that begins with a comma"),
    ("decimal number", "an escape without all of its digits", r"single quotes: 'C:\users'"),
    ("character escape", "an escape that is no character", r"the character itself, or \U and its eight digits"),
    ("URI", "text cannot begin with !", "quote it"),
    ("'>'", "text cannot begin with !", "quote it"),
    ("incompatible", "a line that begins with %", "quote text that begins so; else take the line out"),
    ("directive", "a line that begins with %", "quote text that begins so; else take the line out"),
    ("comment or", "text behind | or >", "begin the text on the next line"),
    ("indentation indicator", "text behind | or >", "begin the text on the next line"),
    ("unexpected document", "a line of a text that begins with --- or ...", "indent the text"),
    ("escape character", "a backslash in double quotes that begins no escape", r"single quotes: '^\d+$'"),
    ("undefined alias", "text cannot begin with *", "quote it"),
    ("did not find expected ',' or", "a bracket that is not closed", "close every { and ["),
    ("expected ',' or", "a bracket that is not closed", "close every { and ["),
    ("found another document", "a second document", "take the line --- out"),
    ("unexpected end of stream", "a quote that is not closed", "close it with the quote it began with"),
)


def unusual_line_break(text: str, numbers: list[int]) -> LineProblem | None:
    """(line, message, hint) of the first character that ends a line in YAML but not in editors, or None."""
    match = BREAKS.search(text)
    return match and (numbers[text.count("\n", 0, match.start())],
                      f"a line break that is not shown as one: {character(match[0])}", "take it out")


def parser_problem(text: str, numbers: list[int], error) -> LineProblem:
    """(line, message, hint) of an error of the parser.

    numbers  the file's line of each line of the text
    """
    if isinstance(error, ReaderError):
        at, message = text.find(chr(error.character)), f"not YAML: the character U+{error.character:04X}"
        return numbers[text.count("\n", 0, max(at, 0))], message, "take it out"
    if isinstance(error, UnicodeEncodeError):
        line = numbers[text.count("\n", 0, error.start)]
        return line, f"not YAML: half a character, {character(text[error.start])}", "take it out"
    if isinstance(error, yaml.MarkedYAMLError):
        return _syntax(text, numbers, error)
    return numbers[0], f"not YAML: {error}".split("\n")[0], "one `key: value` to a line, indented with spaces"


def _syntax(text, numbers, error):
    """(line, message, hint) of a syntax error; the line of a bracket or quote without its end is where it opens."""
    opened = "flow" in (error.context or "") or "quoted" in (error.context or "")
    if unquoted := _unquoted(text, error):
        return numbers[min(error.problem_mark.line, len(numbers) - 1)], *unquoted
    row = (error.context_mark if opened else error.problem_mark or error.context_mark).line
    line = numbers[min(row, len(numbers) - 1)]
    rows = text.split("\n")
    content = rows[row] if row < len(rows) else ""
    if "\t" in content[:len(content) - len(content.lstrip())]:
        return line, "a tab indents this line", "YAML is indented with spaces"
    if without_space := _without_space(rows, error):
        return numbers[without_space[0]], *without_space[1:]
    for fragment, message, hint in PARSER_MESSAGES:
        if fragment in (error.problem or ""):
            return line, f"not YAML: {message}", hint
    return line, f"not YAML: {error.problem}", "one `key: value` to a line, indented with spaces"


def _without_space(rows, error):
    """(row, message, hint) of a `key:value` at which the parser stopped, or after which; else None."""
    if not any(fragment in (error.problem or "") for fragment in ("expected ':'", "mapping values", "document start")):
        return None
    last = min((error.context_mark or error.problem_mark).line, len(rows) - 1)
    before = [row for row in range(last) if rows[row].strip() and not rows[row].lstrip().startswith("#")]
    for row in [last, *before[-1:]]:
        if (match := NO_SPACE.fullmatch(rows[row].rstrip())) and ": " not in rows[row]:
            return row, "not YAML: no space after the ':'", f"`{match[1]}: {match[2]}`"
    return None


def _unquoted(text, error):
    """(message, hint) if the parser stopped at a bracket or after a value: `/items/{id}`, `"a"b`; else None."""
    mark, problem = error.problem_mark, error.problem or ""
    if mark is None or "decimal number" in problem or not any(fragment in problem for fragment in (
            "did not find expected", "expected ',' or", "<block end>")):
        return None
    rows = text.split("\n")
    row = rows[mark.line] if mark.line < len(rows) else ""
    before, after = row[:mark.column], row[mark.column:]
    if start := re.search(r"(?:^|[\s,{\[])([*&])$", before):
        hint = f'write "{start[1]}":' if after[:1] == ":" else "quote it"
        return f"not YAML: text cannot begin with {start[1]}", hint
    if after[:1] in ("}", "]"):
        return f"not YAML: {after[0]} closes no bracket here", "quote text that holds a bracket"
    if after[:1] == ":" and error.context_mark and error.context_mark.line == mark.line:
        return "not YAML: a ': ' where none can be", "quote text that holds ': '"
    if not re.search(r"[^\s,:{\[]$", before) or not after.strip() or after[0] in ",:#" or after[0].isspace():
        return None
    key, value = _key_and_value(before, after)
    if value[:1] in ("\"", "'"):
        return "not YAML: text after a closing quote", "one pair of quotes around the whole text"
    bracket = next((letter for letter in value if letter in "{["), None)
    return bracket and (f"not YAML: {key.strip(' :') or 'text'} must be quoted, as it holds {bracket}",
                        f'{key}"{value}"')


def _key_and_value(before, after):
    """(key or "", value) around the column where the parser stopped: ("path: ", "/items/{id}")."""
    match = re.match(r"(?:.*[\s,{\[])?(?P<key>[\w-]+:\s+)(?P<start>[^,]*)$", before)
    key, start = match.groups() if match else ("", re.split(r"[\s,]+", before)[-1])
    while start[:1] in ("[", "{") and _closing_index(start) is None:  # still open: no part of the value
        key, start = "", start[1:].lstrip()
    value = start + re.split(r"[\s,]", after)[0]
    return key, value[:_closing_index(value, 0)]


def _closing_index(value, opened=1):
    """The index after the bracket that closes the first one, or of the first that closes none, or None."""
    depth = 0
    for at, letter in enumerate(value):
        depth += (letter in "{[") - (letter in "}]")
        if depth < 0 or opened and depth == 0:
            return at + opened
    return None


def character(letter: str) -> str:
    """The code and the name of a character: "U+2028, LINE SEPARATOR"."""
    return ", ".join(filter(None, [f"U+{ord(letter):04X}", unicodedata.name(letter, "")]))
