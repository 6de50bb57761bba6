"""The parameters of a call as boto3 would send them, from their plain form, with marks for what only a run knows. Pure.

    VARIABLE    the value of a variable
    EVENT       a part of the event: its path follows, with line feeds between, and EVENT_END
    ANSWER      a part of a response of AWS
    UNKNOWN     anything
"""
import itertools
import re
from typing import Any

EVENT_END = "\ue007"
UNKNOWN, EVENT, ANSWER = "\ue003", "\ue002", "\ue001"
SIGN = "\ua66e"  # a letter, so that a name with it is a word in PartiQL
VARIABLE = re.compile(f"{SIGN}(\\w+?){SIGN}")
MOST = 24  # variants of a call
NAMING = ("Arn", "Id", "Name", "Key", "Bucket", "Url", "Names", "Path", "Items", "Entries", "Statement", "Statements",
          "CopySource", "Delete", "Source", "FromEmailAddress", "Alias", "Identifier", "Model", "Image", "Document",
          "Video", "DocumentLocation", "Target", "Ids", "IdList", "Template", "topic", "LanguageCode", "Media")


def variants(args: dict) -> list[dict]:
    """[params] that a call may send: one for each combination of the values that name its resources.

    args  of interpreter.observation.Call
    """
    names = [key for key in args if key.endswith(NAMING)]
    options = [values(args[key])[:MOST] for key in names]
    others = {key: simple(value) for key, value in args.items() if key not in names}
    count = 1
    for at, values_ in enumerate(options):
        count *= len(values_)
        if count > MOST:
            options[at], count = [UNKNOWN], count // len(values_)
    return [{**others, **dict(zip(names, combination))} for combination in itertools.product(*options)]


def values(value: Any) -> list:
    """[value] that a plain value may be, with marks."""
    if not isinstance(value, dict):
        return [value]
    if "any" in value:
        return [entry for option in value["any"]
                if option is not None and not (isinstance(option, dict) and "loose" in option) for entry in values(option)] or [UNKNOWN]
    if "env" in value:
        return [f"{SIGN}{value['env']}{SIGN}"]
    if "text" in value:
        paths = value.get("of") or [None] * len(value["text"])
        parts = [values(part) if part is not None else [event_part(path) if path else UNKNOWN]
                 for part, path in zip(value["text"], paths)]
        return ["".join(map(str, combination)) for combination in itertools.islice(itertools.product(*parts), MOST)]
    if "event" in value:
        return [event_part(value["event"])]
    if "answer" in value or "row" in value:
        return [ANSWER]
    if "dict" in value:
        entries: dict = {key: (alternatives(part) if isinstance(part, dict) and "any" in part else
                               values(part)[0]) for key, part in value["dict"].items()}
        keys = [key for key, part in entries.items() if isinstance(part, Alternatives)]
        named: dict = {key: UNKNOWN for part in value["keys"] for key in values(part)} if "keys" in value else {}
        base = {**({UNKNOWN: UNKNOWN} if value["open"] and not named else {}), **named, **entries}
        if value["open"] and "DetailType" in entries and "EventBusName" not in entries:
            base["EventBusName"] = UNKNOWN
        return [{**base, **dict(zip(keys, combination))} for combination in itertools.islice(
            itertools.product(*(entries[key] for key in keys)), MOST)]
    if "list" in value:
        return [[entry for part in value["list"] for entry in values(part)] or ([UNKNOWN] if value["open"] else [])]
    return [UNKNOWN]


def event_part(path):
    """The mark of a part of the event."""
    return EVENT + "\n".join(map(str, path)) + EVENT_END


class Alternatives(list):
    """The values of a field that may have several."""


def alternatives(value):
    """The Alternatives of a plain value."""
    return Alternatives(values(value))


def simple(value):
    """A value that names no resource: whether it is there counts, not what it is."""
    return value if not isinstance(value, (dict, list)) else UNKNOWN
