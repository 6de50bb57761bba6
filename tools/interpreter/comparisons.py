"""Comparisons: those of constants have a known result; which parts of the event and of items they test."""
import ast

from interpreter import (
    arithmetic,
    environment,
    event_parts,
    library_calls,
    remaining_time,
    responses,
    table_conditions,
    texts,
    unlimited,
    values,
)
from interpreter.analysis import Site
from interpreter.frames import lookup
from interpreter.values import Const


def comparison(node, frame, analysis):
    """a == b, "a" in b; only constants have a known result."""
    sides = [analysis.test(node.left, frame), *(  # `in` does not test whether a part of the event is None
        analysis.evaluate(entry, frame) if isinstance(op, (ast.In, ast.NotIn)) and isinstance(entry, ast.Name)
        and lookup(entry.id, frame).__class__ is values.Shaped
        else analysis.test(entry, frame) for op, entry in zip(node.ops, node.comparators))]
    if isinstance(node.ops[-1], (ast.In, ast.NotIn)) and sides[-1].__class__ is values.Shaped \
            and sides[-1].shape.get("null") and sides[-1].path not in analysis.tested:
        Site(node, frame, analysis).note("null", path=list(sides[-1].path), key="in")
    if isinstance(node.ops[-1], (ast.In, ast.NotIn)) and sides[-1].__class__ is values.Any:
        event_parts.note_none(sides[-1], "in", Site(node, frame, analysis))
    if isinstance(node.ops[0], (ast.In, ast.NotIn)) and texts.text(sides[0]) is not None:
        analysis.tested.update((*option.path, texts.text(sides[0])) for option in values.options(sides[1])
                               if option.__class__ is values.Shaped)
    if isinstance(node.ops[-1], (ast.In, ast.NotIn)) and sides[-1].__class__ is values.Shaped:
        analysis.looked_up.add((*sides[-1].path, texts.text(sides[0])))
    if isinstance(node.ops[-1], (ast.In, ast.NotIn)) and sides[-1].__class__ is values.Answer:
        analysis.looked_up.add(("answer", sides[-1].call["line"], texts.text(sides[0])))
        responses.note_absent(sides[-1], texts.text(sides[0]), Site(node, frame, analysis), "test")
    if isinstance(node.ops[-1], (ast.In, ast.NotIn)) and sides[-1].__class__ is values.Row:
        tested = ("row", sides[-1].call["line"], *sides[-1].path, texts.text(sides[0]))
        analysis.looked_up.add(tested)
        analysis.tested.add(tested)
    if isinstance(node.ops[-1], (ast.In, ast.NotIn)) and environment.is_environ(sides[-1]):
        environment.read(sides[0], True, node.left, Site(node, frame, analysis))
    unlimited.note_length(node, frame, analysis)
    if len(sides) == 2:
        _note_comparison(sides, node, frame, analysis)
    if isinstance(node.ops[-1], (ast.Is, ast.IsNot)) and getattr(sides[-1], "value", 0) is None \
            and frame.fn is not None and getattr(node.left, "id", "") in frame.names and all(
                option.__class__ in NOT_NONE for option in values.options(sides[0])):
        return Const(isinstance(node.ops[-1], ast.IsNot))  # of a name of this call alone: others may change later
    if len(sides) == 2 and all(side.__class__ is Const for side in sides):
        first, second = sides[0].value, sides[1].value
        if isinstance(node.ops[0], (ast.Is, ast.IsNot)) and second is None:
            return Const((first is None) is isinstance(node.ops[0], ast.Is))
        if isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
            return Const((first == second) is isinstance(node.ops[0], ast.Eq))
    return values.Unknown("bool")


def _note_comparison(sides, node, frame, analysis):
    """Note a comparison of two values that Python or AWS understands otherwise."""
    kind, site = node.ops[0].__class__, Site(node, frame, analysis)
    arithmetic.note_mixture(sides[0], sides[1], kind, site)
    remaining_time.note_comparison(sides[0], sides[1], kind, site)
    library_calls.note_comparison(sides[0], sides[1], kind, site)
    if kind in (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE):
        table_conditions.note_comparison(sides[0], sides[1], site)


NOT_NONE = {values.Aws, values.Class, values.Dict, values.Function, values.Instance, values.List, values.Module}
EXPRESSIONS = {ast.Compare: comparison}
