"""Durations as a person types them: since=10m."""
import re

from kit.problems import problem

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def seconds(text: str) -> int:
    """The seconds of a duration: "10m" -> 600. Raises Problems."""
    match = re.fullmatch(r"([0-9]{1,6})([smhd])", text)
    if not match:
        raise problem("", 0, f"{text!r} is not a time", "a number and a unit: since=30s, 10m, 2h or 1d")
    return int(match[1]) * UNITS[match[2]]
