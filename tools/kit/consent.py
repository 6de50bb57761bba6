"""Asks a person to agree before something that cannot be undone."""
import sys

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
