"""Wildcards: stars that stand for any text, in IAM's and EventBridge's patterns and in filters of logs.

A regular expression with `.*` for each star tries every place for every star: its time grows with the length of the
text to the power of the stars. The first place that fits is as good as any other, because something follows each star
that has a fixed length. So each part is an atomic group, which never tries another place.
"""
import re
from collections.abc import Iterable


def expression(parts: Iterable[str]) -> re.Pattern:
    """The regular expression of parts with any text between two of them, for fullmatch().

    parts  regular expressions that each match texts of one length: ["a", "b."] for the wildcard a*b?
    """
    return re.compile(text(parts), re.DOTALL)


def text(parts: Iterable[str]) -> str:
    """The text of such an expression, which needs re.DOTALL."""
    first, *others = parts
    middle = "".join(f"(?>.*?{part})" for part in others[:-1])
    return f"{first}{middle}.*{others[-1]}" if others else first
