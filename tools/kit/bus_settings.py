"""`bus` of app.yaml: how long the archive of the app's event bus keeps events."""
import re
from typing import TypedDict

from kit.problems import KeyProblem

LONGEST = 36500  # days; a longer time is a typing error, or "forever"
FOREVER = "forever"
SCHEMA = {
    "type": "object",
    "description": "the app's own event bus (docs/events.md#archive-and-replay)",
    "properties": {
        "archive": {"anyOf": [{"type": "integer", "minimum": 1, "maximum": LONGEST}, {"type": "string"}],
                    "examples": ["30 days", 30, FOREVER],
                    "description": f"how long all events of the bus are kept, so that they can be replayed: days, or "
                                   f"`{FOREVER}`"}},
    "required": ["archive"],
    "additionalProperties": False,
    "examples": [{"archive": "30 days"}],
}


class BusSettings(TypedDict):
    """`bus` in normal form."""

    archive: int  # days; 0 is for ever, as AWS has it


def problems(bus) -> list[KeyProblem]:
    """[(key, message, hint)] of a text that is no number of days; nothing of values that SCHEMA rejects."""
    archive = bus.get("archive") if isinstance(bus, dict) else None
    if not isinstance(archive, str) or days(archive) is not None:
        return []
    return [("bus.archive", f"bus.archive: {archive!r} is no time in days", f"write 30 days, or {FOREVER}")]


def days(archive: int | str) -> int | None:
    """30 of 30 and of "30 days"; 0 of "forever"; None of any other text."""
    if isinstance(archive, int) or archive == FOREVER:
        return 0 if archive == FOREVER else int(archive)
    match = re.fullmatch(r"(?:(1) day|([1-9][0-9]*) days)", archive)
    number = int(match[1] or match[2]) if match else 0
    return number if match and match[2] != "1" and number <= LONGEST else None


def normal(bus: dict) -> BusSettings:
    """`bus` with its days as a number."""
    return {"archive": days(bus["archive"]) or 0}
