"""Lists with an element for each item of a query, or for each record of an event: perhaps too many for a batch."""
import ast
from typing import Any

from interpreter import values
from interpreter.sources import every_node
from interpreter.values import List

ITEMS, RECORDS = 1, 2


def of_each(value):
    """ITEMS if a value has an element for each item of a query or scan: of all items of a partition, without a Limit;
    RECORDS if it has one for each record of the event, or ITEMS | RECORDS; else 0."""
    if value.__class__ is List:
        return value.unlimited if value.open and value.most is None else 0
    if value.__class__ is values.Shaped:
        return RECORDS if value.path == ("Records",) else 0
    if value.__class__ is not values.Row or not value.many or value.part or value.path:
        return 0
    call = value.call
    condition = call["args"].get("KeyConditionExpression")
    parts = condition.get("condition", []) if isinstance(condition, dict) else []
    of_one_item = len(parts) > 1 and all(part[2] == "eq" for part in parts)
    return ITEMS * (call["operation"] in ("Query", "Scan") and call["whole"] and "Limit" not in call["args"]
                    and not of_one_item)


def most_of(value):
    """The most elements of a value, None if that is unknown; of the items of a query its Limit."""
    if value.__class__ is values.Row and value.many and not value.part and not value.path:
        most = value.call["args"].get("Limit")
        return most if type(most) is int and value.call["operation"] in ("Query", "Scan") else None
    if value.__class__ is List:
        return value.most if value.open else len(value.items)
    if value.__class__ is values.Shaped:  # the maxItems of its schema
        return value.shape.get("most")
    return value.detail.get("most") if value.__class__ is values.Unknown and value.detail else None


def most_of_body(value, analysis):
    """The maxItems of a list of the request's body, whose length no code compares; None of other values."""
    return value.shape.get("most") if value.__class__ is values.Shaped and ("len", *value.path) not in analysis.tested \
        else None


def note_length(test, frame, analysis):
    """Record the lists whose length a comparison tests: the code may refuse too many elements, so none is unlimited."""
    for side in (test.left, *test.comparators):
        if isinstance(side, ast.Call) and getattr(side.func, "id", "") == "len" and len(side.args) == 1:
            for option in values.options(analysis.evaluate(side.args[0], frame)):
                if option.__class__ is List:
                    option.unlimited, option.most = 0, None
                elif option.__class__ is values.Shaped:
                    analysis.tested.add(("len", *option.path))


def lines(_arguments, _site):
    """csv.reader(file): a list of texts for each line, whatever their number."""
    return _of_lines(List([values.TEXT], True))


def mappings(_arguments, _site):
    """csv.DictReader(file): a mapping with texts for each line, whatever their number."""
    row = values.Dict({}, values.KEYED)
    row.rest, row.keys = [values.TEXT], [values.UNKNOWN]
    return _of_lines(row)


def _of_lines(row):
    """The List of a row for each line of a file."""
    rows = List([row], True, "lines")
    rows.unlimited = ITEMS
    return rows


def _mark_rows(loop, items, frame):
    """Mark the lists that a loop over the lines of a file, or over the records of an event, extends, also under a
    condition, unless their length, or a break, ends it; and the generator that yields in such a loop."""
    nodes = every_node(loop)
    if any(isinstance(node, (ast.Break, ast.Return, ast.While)) or getattr(node, "id", "") == "len" for node in nodes):
        return
    if any(isinstance(node, ast.Yield) for node in nodes):
        frame.unlimited |= of_each(items)
    names = [getattr(node.value, "id", "") for node in nodes if isinstance(node, ast.Attribute)
             and node.attr == "append"]
    for name in names:
        appended = frame.names.get(name)
        # each other use of the list in the loop may send it, or make it shorter
        if appended.__class__ is List and sum(getattr(node, "id", "") == name for node in nodes) == names.count(name):
            appended.unlimited |= of_each(items)


def mark_appended(loop, items, frame, analysis):
    """Mark the lists that a loop over an unlimited list extends in each round, `rows.append(x)`, without a
    condition."""
    most = most_of_body(items, analysis)
    if items.__class__ is List and items.kind == "lines" or of_each(items) == RECORDS:
        _mark_rows(loop, items, frame)
        return
    if not (of_each(items) or most) or any(isinstance(node, (ast.If, ast.Break, ast.Continue, ast.Try, ast.While))
                                           for statement in loop.body for node in every_node(statement)):
        return
    for statement in loop.body:
        call: Any = statement.value if isinstance(statement, ast.Expr) else None
        method: Any = call.func if isinstance(call, ast.Call) else None
        if isinstance(method, ast.Attribute) and method.attr == "append":
            appended = frame.names.get(getattr(method.value, "id", ""))
            if appended.__class__ is List and most:
                appended.most = most
            elif appended.__class__ is List:
                appended.unlimited |= of_each(items)
