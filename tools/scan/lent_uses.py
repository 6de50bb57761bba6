"""What AWS uses for a call with the permissions of the lambda (aws/iam/lent_permissions.py), from the call's plain
arguments. Pure."""
import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from aws.iam import lent_permissions
from interpreter import models
from scan.sent_values import UNKNOWN, values

NOTHING_KNOWN = {"kind": ""}


def lent_pairs(call: Any, fields: list[tuple], own: Mapping[str, str | None], scope: dict) -> Iterator[tuple]:
    """Yields (action, ARN or None) of what AWS uses for a call.

    call  of interpreter.observation.Call; fields: of sent_values.all_fields(); own: of sent_values.variants()
    """
    arguments = {"dict": call["args"], "open": not call["whole"]}
    written = {name for name, _text in fields}
    for use in own_uses(call["service"], call["operation"]):
        path = use.path.split(".") if use.path else []
        for structure in structures(arguments, path) if use.role not in written else ():
            for texts in itertools.product(*texts_of_fields(structure, use.fields.split(), own)):
                for action in use.actions.split():
                    is_version = action == lent_permissions.READ and any(
                        name.endswith("Version") for name in structure.get("dict", {}))
                    if texts[0] != UNKNOWN or action.startswith("s3:"):
                        yield from ((f"{action}Version" if is_version else action, arn) for arn in
                                    lent_permissions.used_resource(action, [*texts], use.end, scope))


def own_uses(service: str, operation: str) -> list[lent_permissions.Use]:
    """The uses of an operation whose parameters it has."""
    uses = lent_permissions.uses(service, operation)
    members = models.shape(service, models.input_shape(service, operation)).get("members", {}) if uses else {}
    return [use for use in uses if (use.path or use.fields).split()[0].split(".")[0] in {"*", *members}]


def texts_of_fields(structure: dict, names: list[str], own: Mapping[str, str | None]) -> list[list]:
    """[[text] of each name's field] in a plain mapping: [None] of a field that is absent; without texts for the first
    name, nothing. Of a mapping that only a run knows the first is UNKNOWN."""
    entries, is_open = structure.get("dict", {}), structure.get("open", True)
    first = values(entries[names[0]], own) if names[0] in entries else [UNKNOWN] if is_open else []
    return [[text for text in first if text is not None],
            *(values(entries[name], own) if name in entries else [None] for name in names[1:])]


def structures(value: Any, path: list[str]) -> Iterator[dict]:
    """Yields the plain mappings at a path of fields inside a plain value, {"kind": ""} where only a run knows it; "*"
    stands for any fields.

    A value that is known, and no mapping, has no fields.
    """
    forms = value if isinstance(value, dict) else {}
    if "any" in forms or "list" in forms:
        for part in forms.get("any") or forms.get("list", []):
            yield from structures(part, path)
    elif not path:
        yield from [forms] if forms else []
    elif path[0] == "*":
        for name, part in forms.get("dict", {}).items():
            yield from structures(part, path[2:] if name == path[1] else path)
    elif "dict" in forms and path[0] in forms["dict"]:
        yield from structures(forms["dict"][path[0]], path[1:])
    elif forms.get("open", "dict" not in forms) and forms:
        yield NOTHING_KNOWN
