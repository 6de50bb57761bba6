"""Patterns of a stream's records that no record matches: types of attributes, numbers, names of changes.

docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html
"""
from typing import Any

from aws.tables import CHANGES
from kit.problems import KeyProblem
from kit.schema import nearest

IMAGES = ("Keys", "NewImage", "OldImage")
TYPES = ("S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS")


def problems(pattern: dict) -> list[KeyProblem]:
    """[(dotted key, message, hint)] of a pattern of records."""
    changes = pattern.get("eventName")
    faults = [("eventName", f"no record has the eventName {change!r}", nearest(change, CHANGES) or ", ".join(CHANGES))
              for change in (changes if isinstance(changes, list) else ())
              if isinstance(change, str) and change not in CHANGES]
    data = pattern["dynamodb"] if isinstance(pattern.get("dynamodb"), dict) else {}
    for image in IMAGES:
        faults += attribute_problems(data.get(image), f"dynamodb.{image}")
    return faults


def changes(patterns: list[dict]) -> set[str]:
    """The types of change that patterns name; empty if one of them matches any, or has another condition."""
    named = [pattern.get("eventName") for pattern in patterns]
    are_lists = all(isinstance(names, list) and all(isinstance(name, str) for name in names) for names in named)
    return {name for names in named for name in names or []} if are_lists else set()


def attribute_problems(attributes: Any, key: str) -> list[KeyProblem]:
    """[(dotted key, message, hint)] of the attributes of an image, and of those of maps in it."""
    faults = []
    for name, value in (attributes.items() if isinstance(attributes, dict) else ()):
        if name == "$or" or isinstance(value, list) and all(
                isinstance(condition, dict) and "exists" in condition for condition in value):
            continue
        if not isinstance(value, dict) or not value.keys() & {*TYPES}:
            faults.append((f"{key}.{name}", f"an attribute of a record has its type, and {name} has none",
                           f"write {name}: {{S: [...]}}, or N of a number, BOOL of true or false"))
        elif "M" in value:
            faults += attribute_problems(value["M"], f"{key}.{name}.M")
        elif any(not isinstance(entry, (str, dict)) or isinstance(entry, dict) and "numeric" in entry
                 for entry in (value["N"] if isinstance(value.get("N"), list) else ())):
            faults.append((f"{key}.{name}.N", "the number of a record is a text, which no number matches",
                           f"write {name}: {{N: ['5']}}; check a range in code"))
    return faults
