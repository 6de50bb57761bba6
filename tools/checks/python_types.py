"""The Python types of plain values (interpreter/plain.py), as far as they are known."""
from typing import Any

from interpreter import models

SIMPLE_KINDS = frozenset("text whole float bytes bool decimal set uuid time list path exception".split())
BY_FIELD = {"condition": "condition", "dict": "map", "list": "list", "float": "float", "text": "text", "env": "text"}
BY_SHAPE = {"structure": "map", "map": "map", "list": "list", "integer": "whole", "long": "whole", "boolean": "bool"}
WITH_ARTICLE = {"map": "a mapping", "whole": "a whole number", "time": "a date or time", "uuid": "a UUID",
                "bytes": "bytes", "decimal": "a number", "number": "a number", "exception": "an exception",
                "condition": "a condition of boto3, which a Table takes alone"}


def kind_of(value: Any) -> str:
    """The Python type of a plain value: "text", "whole", "map", "None", ...; "" if it is unknown."""
    if value is None:
        return "None"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (str, int)):
        return "text" if isinstance(value, str) else "whole"
    for key, kind in BY_FIELD.items():
        if key in value:
            return kind
    if "event" in value:
        return value["is"] if value["is"] in ("map", "list", "text", "number") else ""
    if "row" in value:
        return "" if value["path"] else "list" if value["many"] else "map"
    if "answer" in value:
        service, operation, path = value["answer"]
        shape = models.shape_at(service, models.output_shape(service, operation), path)
        return BY_SHAPE.get(shape.get("type", ""), "")
    return value.get("kind", "") if value.get("kind") in SIMPLE_KINDS else ""


def description(value: Any, kind: str) -> str:
    """A plain value for a message: "5", "a mapping", "bytes"."""
    if value is None or isinstance(value, (str, int, bool)):
        return repr(value)
    return WITH_ARTICLE.get(kind, f"a {kind}")
