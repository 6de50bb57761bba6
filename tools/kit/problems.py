"""Faults of the user's, with file and line in a form that an editor can jump to."""
from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import NamedTuple

# Problems of a value or a text before its file is known.
KeyProblem = tuple[str, str, str]  # (dotted key, message, hint), as of "timer.rate"
LineProblem = tuple[int, str, str]  # (line, message, hint)


def merge_conflict(text: str) -> LineProblem | None:
    """(line, message, hint) of the first conflict that a merge of git left in a text; None without one."""
    lines = f"\n{text}"
    start = lines.find("\n<<<<<<< ")
    if start < 0 or "\n>>>>>>> " not in lines[start:]:
        return None
    return (lines.count("\n", 0, start + 1), "a conflict of a merge is not resolved",
            "keep one of its two versions, and take out the lines with <<<<<<<, ======= and >>>>>>>")


LONGEST = 300  # characters of a value in quotes
QUOTED = re.compile(rf"('[^'\n]{{60}})[^'\n]{{{LONGEST - 60},}}'")


class Problem(NamedTuple):
    """One fault of the user's, printed as `path:line: message` and a line with the hint."""

    path: str  # "" if no file is at fault
    line: int  # from 1 on; 0 is the file as a whole
    message: str  # what is wrong
    hint: str = ""  # what to do about it

    def __str__(self) -> str:
        """The text as it is printed: of a value that is longer than any name only the beginning."""
        address = ":".join(filter(None, [printable(str(self.path)), str(self.line or "")]))
        text = f"{address}: {self.message}" if address else self.message
        text = f"{text}\n  hint: {self.hint}" if self.hint else text
        if len(text) <= LONGEST:
            return text
        return QUOTED.sub(lambda match: f"{match[1]}... ({len(match[0]) - 2:,} characters)'", text)


class Problems(Exception):
    """All problems that a tool found, as `args`, raised together, so that a user can fix all of them at once."""

    def __str__(self) -> str:
        return "\n".join(map(str, sorted(set(self.args))))


class Failures(Problems):
    """Problems in the order in which they happened: the first is the cause."""

    def __str__(self) -> str:
        return "\n".join(map(str, dict.fromkeys(self.args)))


def listed(items: Iterable, most: int = 8) -> str:
    """Items as a message lists them, and the number of those it omits: "a, b, c and 4 more", never "and 1 more"."""
    items = [str(item) for item in items]
    shown = items if len(items) <= most + 1 else items[:most]
    return ", ".join(shown) + (f" and {len(items) - len(shown)} more" if len(shown) < len(items) else "")


def problem(path: str | os.PathLike, line: int, message: str, hint: str = "") -> Problems:
    """Problems with a single Problem, to raise."""
    return Problems(Problem(str(path), line, message, hint))


def printable(text: str) -> str:
    """The text with escapes for what cannot be printed: `\\xff` for a byte that is not UTF-8, `\\n` for a newline."""
    text = text.encode(errors="surrogateescape").decode(errors="backslashreplace")
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in text)


def is_control(character: str) -> bool:
    """Whether a character is a control character of ASCII."""
    return ord(character) < 32 or ord(character) == 127


def is_utf_8(path: str) -> bool:
    """Whether a file's name, as Python has it, is UTF-8 on the disk."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
