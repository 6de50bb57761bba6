"""Asks a person to agree before something that cannot be undone."""
import argparse
import sys
from collections.abc import Collection, Iterable

from kit import cli
from kit.problems import Problem, Problems, problem
from kit.schema import nearest


def add_arguments(parser: argparse.ArgumentParser, loss: str) -> None:
    """Adds --yes, and --lose for the names that ask_by_name() asks for. loss: the help of --lose"""
    parser.add_argument("--yes", action="store_true", help="do not ask, except for what lose= names")
    parser.add_argument("--lose", type=cli.names, default=[], help=loss)


def check_names(agreed: Iterable[str], losses: Collection[str], accepted: Collection[str]) -> None:
    """Raises the Problems of all names of lose=... that are no loss, such as a mistyped one.

    losses    the names that may be agreed to
    accepted  further names, of which nothing will be lost: an earlier run of the same command may have needed them
    """
    hint = f"would be lost: {', '.join(sorted(losses))}" if losses else "leave lose= out"
    unknown = [Problem("", 0, f"lose={name}: nothing of that name would be lost",
                       nearest(name, [*losses, *accepted]) or hint)
               for name in agreed if name not in losses and name not in accepted]
    if unknown:
        raise Problems(*unknown)


def ask(action: str, word: str, yes: bool = False, variables: Iterable[str] = ("yes=1",)) -> None:
    """Return if the person types the word, or wrote yes=1. Else raises Problems.

    action     "delete the bucket demo-artifacts and all in it"
    word       "demo-artifacts"
    variables of make that agree without the question
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise problem("", 0, f"nobody is here to agree to {action}",
                      " or ".join(f"`{variable}`" for variable in variables) + " agrees")
    cli.say(f"This will {action}. Type {word} to agree:")
    if sys.stdin.readline().strip() != word:
        raise problem("", 0, f"not done: {word} was not typed")


def ask_by_name(action: str, names: Iterable[str], agreed: Collection[str]) -> None:
    """Return if the person types the names of all that would be lost, or gave them as lose=...; else raises Problems.

    action  as of ask()
    names   of a stage, or of resources; yes=1 is not enough for them
    agreed  the names of lose=...
    """
    if missing := ",".join(sorted(set(names).difference(agreed))):
        ask(action, missing, variables=[lose(names, agreed)])


def lose(names: Iterable[str], agreed: Iterable[str]) -> str:
    """"lose=A,B": the variable of make that agrees to the names, and again to those of an earlier lose=..."""
    return f"lose={','.join(sorted({*names, *agreed}))}"
