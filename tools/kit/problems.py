"""What is wrong with the user's input, said so that an editor can jump to it."""
from typing import NamedTuple


class Problem(NamedTuple):
    """One mistake: where (path, 1-based line), what, and what to do about it.

    A line of 0 means the file as a whole; a path of "" means no file is at fault.
    """

    path: str
    line: int
    message: str
    hint: str = ""

    def __str__(self):
        place = ":".join(filter(None, [str(self.path), str(self.line or "")]))
        said = f"{place}: {self.message}" if place else self.message
        return f"{said}\n  hint: {self.hint}" if self.hint else said


class Problems(Exception):
    """Every mistake found, raised together: a user fixes ten in one pass, not in ten."""

    def __str__(self):
        return "\n".join(map(str, sorted(set(self.args))))


def listed(words, most=8):
    """Words as a message lists them, and how many it leaves out: "a, b, c and 4 more", never "and 1 more"."""
    words = [str(word) for word in words]
    shown = words if len(words) <= most + 1 else words[:most]
    return ", ".join(shown) + (f" and {len(words) - len(shown)} more" if len(shown) < len(words) else "")


def problem(path, line, message, hint=""):
    """A Problems of one, ready to raise."""
    return Problems(Problem(str(path), line, message, hint))


def printable(text):
    """A text with escapes for what cannot be printed: `\\xff` for a byte that is not UTF-8, `\\n` for a newline."""
    text = text.encode(errors="surrogateescape").decode(errors="backslashreplace")
    return "".join(ascii(character)[1:-1] if is_control(character) else character for character in text)


def is_control(character):
    """Whether a character is a control character of ASCII."""
    return ord(character) < 32 or ord(character) == 127


def is_utf_8(path):
    """Whether a file's name, as Python has it, is UTF-8 on the disk."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
