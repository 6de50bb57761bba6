"""Asks a person to agree before something that cannot be undone."""
import sys
from collections.abc import Iterable

from kit import cli
from kit.problems import problem


def ask(action: str, word: str, yes: bool = False) -> None:
    """Return if the person types the word, or gave yes=1. Raises Problems if not.

    action  "delete the bucket demo-artifacts and all in it"
    word    "demo-artifacts"
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise problem("", 0, f"nobody is here to agree to {action}", "`yes=1` agrees")
    cli.say(f"This will {action}. Type {word} to agree:")
    if sys.stdin.readline().strip() != word:
        raise problem("", 0, f"not done: {word} was not typed")


def ask_by_name(action: str, words: Iterable[str], typed: Iterable[str]) -> None:
    """Return if a person types each of the words, now or as lose=...; yes=1 is not enough. Raises Problems if not.

    action  as of ask()
    words   the names of what would be lost: a stage, resources
    typed   the names of lose=...
    """
    missing = sorted(set(words).difference(typed))
    if missing and not sys.stdin.isatty():
        raise problem("", 0, f"nobody is here to agree to {action}", f"`lose={','.join(sorted(words))}` agrees")
    if missing:
        ask(action, ",".join(missing))
