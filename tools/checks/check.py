"""What a check is, and what it finds."""
from collections.abc import Callable
from typing import NamedTuple


class Check(NamedTuple):
    """One check. bad, good: see checks/example.py; files: {path: text} that stand beside both."""

    id: str
    title: str
    why: str
    bad: str
    good: str
    found: Callable
    files: dict = {}


class Finding(NamedTuple):
    """One place where a check says no. what: our words; said: AWS's; hint: what to write instead."""

    path: str
    line: int
    what: str
    hint: str = ""
    said: str = ""
