"""Asks a person to agree before something that cannot be undone."""
import argparse
import sys
from collections.abc import Collection, Iterable

from kit import cli
from kit.problems import problem


def add_arguments(parser: argparse.ArgumentParser, loss: str) -> None:
    """Adds --yes, and --lose for what ask_by_name() asks. loss: the help of --lose"""
    parser.add_argument("--yes", action="store_true", help="do not ask, except for what lose= names")
    parser.add_argument("--lose", type=cli.names, default=[], help=loss)


def ask(action: str, word: str, yes: bool = False, variable: str = "yes=1") -> None:
    """Return if the person types the word, or gave yes=1. Raises Problems if not.

    action    "delete the bucket demo-artifacts and all in it"
    word      "demo-artifacts"
    variable  of make, that agrees without the question
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise problem("", 0, f"nobody is here to agree to {action}", f"`{variable}` agrees")
    cli.say(f"This will {action}. Type {word} to agree:")
    if sys.stdin.readline().strip() != word:
        raise problem("", 0, f"not done: {word} was not typed")


def ask_by_name(action: str, names: Iterable[str], agreed: Collection[str] = ()) -> None:
    """Return if the person types the names of all that would be lost, or gave them as lose=...; else raises Problems.

    action  as of ask()
    names   of a stage, or of resources; yes=1 is not enough for them
    agreed  the names of lose=...
    """
    if missing := ",".join(sorted(set(names).difference(agreed))):
        ask(action, missing, variable=f"lose={missing}")
