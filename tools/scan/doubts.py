"""Doubts: code that may call AWS in ways that the interpreter cannot follow. Pure."""
import re
from collections.abc import Iterator

from aws.app import Doubt
from aws.iam import actions
from interpreter.observation import Observation
from scan.called_resources import KINDS, Names

ALL_KINDS = [kind for kinds in KINDS.values() for kind in kinds]
# Functions outside the app that make no calls of AWS with their arguments.
HARMLESS = re.compile(r"^(aws_lambda_powertools\.(?!utilities\.(parameters|idempotency|feature_flags|data_masking|"
                      r"streaming))|aws_xray_sdk\.|logging\.|structlog\.|builtins\.(\w*Error|\w*Exception)$|"
                      r"unittest\.|requests\.|urllib\.|json\.|re\.|os\.path\.|pathlib\.)")


def escapes(observation: Observation, names_: Names) -> Iterator[Doubt]:
    """Yields a Doubt for each of boto3's objects and variables' values that are passed to code outside the app."""
    for note in observation["notes"]:
        if note["note"] != "escaped" or note["pure"] or HARMLESS.match(note["to"]):
            continue
        to = f" to {note['to']}" if note["to"] else ""
        variables = [name for name in note["variables"] if names_.variables.get(name, ("",))[0] in ALL_KINDS]
        if note["service"]:
            yield doubt_of(note["service"], (note["file"], note["line"]),
                           f"an object of boto3 is passed{to}, which is no code of the app", names_)
        elif variables:
            yield {"variables": variables, "action": "", "file": note["file"], "line": note["line"],
                   "why": f"{variables[0]} is passed{to or ' on'}, to code that is not the app's"}


def doubt_of(service: str | None, at: tuple[str, int], why: str, names_: Names) -> Doubt:
    """The Doubt about all variables of a service; None: about all variables. at: (path, line)"""
    kinds = KINDS.get(service, ()) if service else ALL_KINDS
    return {"variables": sorted(name for name, (kind, _of) in names_.variables.items() if kind in kinds),
            "action": f"{actions.prefix(service)}:*" if service else "", "file": at[0], "line": at[1], "why": why}


def unknown_resource(action: str, call) -> Doubt:
    """The Doubt about a call whose resource is not known."""
    return {"variables": [], "action": action, "file": call["file"], "line": call["line"],
            "why": f"the resource of {call['method']}() is not known"}


def distinct(doubts: list[Doubt]) -> list[Doubt]:
    """The doubts, each once, in the order of their places."""
    by_key: dict = {}
    for doubt in doubts:
        by_key.setdefault((doubt["file"], doubt["line"], doubt["why"]), doubt)
    return [doubt for _key, doubt in sorted(by_key.items())]
