"""A person's word before something cannot be undone."""
import sys

from kit import cli
from kit.problems import problem


def ask(what, word, yes=False):
    """Goes on only if the person types the word, or said yes=1 before. Raises Problems if not.

    what  "delete the bucket demo-artifacts and all in it"
    word  "demo-artifacts"
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise problem("", 0, f"nobody is here to agree to {what}", "`yes=1` agrees")
    cli.say(f"This will {what}. Type {word} to agree:")
    if sys.stdin.readline().strip() != word:
        raise problem("", 0, f"not done: {word} was not typed")
