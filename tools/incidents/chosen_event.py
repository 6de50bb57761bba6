"""The event that `event=` of make names: of a file, of stdin, or the last one that a lambda received."""
import os
from typing import Any

from aws import clients, local_calls, stages
from aws.app import AppModel
from kit import files
from kit.problems import problem

LAST = "last"
FILE_HINT = "a file of JSON, event=- for stdin, or event=last"


def chosen(app: AppModel, stage: str, name: str, event: str, target: str) -> tuple[Any, str]:
    """(the event, its description). Raises Problems.

    event   "last", a path of a file, or "-" for stdin
    target  of make, for a hint: "invoke"
    """
    if event == LAST and stage != clients.LOCAL:
        raise problem("", 0, "only the local cloud records the last event of a lambda", "event=event.json")
    if event == LAST:
        return local_calls.last_event(name, stages.function(app, stage, name)), "the last event that it received"
    if event.strip()[:1] in ("{", "[", '"') and not os.path.exists(event):
        raise problem("", 0, "event= is the name of a file, not the event itself",
                      f"put it into a file, or: echo '...' | make {target} name={name} event=-")
    return files.read_json(event, FILE_HINT), "stdin" if event == "-" else event
