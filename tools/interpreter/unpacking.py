"""Assignments to several names at once: first, second = value."""
import ast

from interpreter import boto3_resources, responses, values
from interpreter.values import UNKNOWN, Aws, Const, Dict, List, Row, Value


def assign(target, value, site):
    """Assign the parts of a value to those of a tuple or list of targets."""
    value = _gathered(target, value)
    fits = _fits(target, value)
    rows = [_gathered(target, row) for row in values.options(value)]
    if not fits and len(rows) > 1 and all(_fits(target, row) for row in rows):
        for row in rows:
            for part in row.items:
                if part.__class__ is Dict:
                    site.analysis.paired.setdefault(id(part), []).append(row)
        value, fits = List([values.union([row.items[at] for row in rows]) for at in range(len(target.elts))]), True
    is_whole = not any(isinstance(part, ast.Starred) for part in target.elts)
    element: Value = values.union(value.items) if value.__class__ is List and value.open and value.items \
        else boto3_resources.element(value, site.analysis) if value.__class__ is Aws else UNKNOWN
    if value.__class__ is Row and value.many and is_whole:
        responses.note_first_item(value, site)
        element = Row(value.call, value.path)
    if not fits:
        _note_count(target, rows, site)
    for at, item_node in enumerate(target.elts):
        part = item_node.value if isinstance(item_node, ast.Starred) else item_node
        site.analysis.assign(part, value.items[at] if fits else element if part is item_node or element is UNKNOWN
                             else List([element], True), site.frame)


def _gathered(target, value):
    """A List whose items after a star, as in `first, *others = items`, are one; any other value as it is."""
    at = next((at for at, part in enumerate(target.elts) if isinstance(part, ast.Starred)), None)
    after = 0 if at is None else len(target.elts) - at - 1
    if at is None or value.__class__ is not List or value.open or len(value.items) < at + after:
        return value
    end = len(value.items) - after
    return List([*value.items[:at], List(value.items[at:end]), *value.items[end:]])


def _fits(target, value):
    """Whether a list has one item for each name of a target."""
    return value.__class__ is List and not value.open and len(value.items) == len(target.elts)


def _note_count(target, rows, site):
    """Note a value that for certain has another number of parts than there are targets. rows: its options"""
    counts = {_count(row) for row in rows}
    if None not in counts and len(target.elts) not in counts and not any(
            isinstance(part, ast.Starred) for part in target.elts):
        site.note("part-count", has=sorted(counts), key=len(target.elts))


def _count(value):
    """The number of parts of a list, a tuple or a text; None if it is unknown."""
    if value.__class__ is List and not value.open and value.kind != "set":
        return len(value.items)
    return len(value.value) if value.__class__ is Const and value.value.__class__ is str else None
