"""Comparisons: those of constants have a known result; which parts of the event and of items they test."""
import ast
import operator as operators

from interpreter import (
    arithmetic,
    enums,
    environment,
    event_parts,
    library_calls,
    narrowing,
    remaining_time,
    responses,
    signatures,
    special_methods,
    switches,
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
    if isinstance(node.ops[-1], (ast.In, ast.NotIn)):
        special_methods.contains(sides[-1], sides[-2], Site(node, frame, analysis))
    unlimited.note_length(node, frame, analysis)
    if len(sides) == 2:
        _note_comparison(sides, node, frame, analysis)
    if isinstance(node.ops[-1], (ast.Is, ast.IsNot)) and getattr(sides[-1], "value", 0) is None \
            and frame.fn is not None and getattr(node.left, "id", "") in frame.names and all(
                option.__class__ in NOT_NONE for option in values.options(sides[0])):
        return Const(isinstance(node.ops[-1], ast.IsNot))  # of a name of this call alone: others may change later
    kind = node.ops[0].__class__
    if len(sides) == 2 and kind in special_methods.COMPARISONS and (result := special_methods.operation(
            sides[0], kind, sides[1], Site(node, frame, analysis))) is not None:
        return UNKNOWN_BOOL if result.__class__ is Const else result  # of __eq__, for !=
    return _of_constants(node, sides, frame, analysis) if len(sides) == 2 else UNKNOWN_BOOL


def _of_constants(node, sides, frame, analysis):
    """The result of a comparison of two values, if both are constants, or if none is the default of a parameter."""
    first, second = (side.value if side.__class__ is Const else side for side in sides)
    operator, are_constants = node.ops[0], all(side.__class__ is Const for side in sides)
    if isinstance(operator, (ast.Is, ast.IsNot)) and (are_constants and second is None or getattr(
            second, "dotted", "") == signatures.EMPTY and sides[0].__class__ in (values.External, values.Class)):
        is_same = first is None if second is None else getattr(first, "dotted", "") == second.dotted
        return Const(is_same is isinstance(operator, ast.Is))
    if are_constants and isinstance(operator, (ast.Eq, ast.NotEq)):
        return Const((first == second) is isinstance(operator, ast.Eq))
    if operator.__class__ in ORDERED and switches.is_switch(node):
        first, second = map(_plain, sides)
        try:
            return UNKNOWN_BOOL if None in (first, second) else Const(ORDERED[operator.__class__](first, second))
        except TypeError:
            return UNKNOWN_BOOL
    if sides[0].__class__ is Const and isinstance(operator, (ast.In, ast.NotIn)) and (
            constants := _fixed_constants(node.comparators[0], sides[1], frame, analysis)):
        return Const((first in constants) is isinstance(operator, ast.In))
    return UNKNOWN_BOOL


def _plain(value):
    """A constant or a tuple of constants, as Python has it; None of other values."""
    if value.__class__ is Const:
        return value.value
    is_tuple = value.__class__ is values.List and value.kind == "tuple" and not value.open
    are_known = is_tuple and all(item.__class__ is Const for item in value.items)
    return tuple(item.value for item in value.items) if are_known else None


def is_decided(node):
    """Whether the result of a test, if it is a constant, is that of each run: a switch, `a in b`, isinstance()."""
    return switches.is_switch(node) or isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In) \
        or isinstance(node, ast.Call) and getattr(node.func, "id", "") == "isinstance"


def _fixed_constants(node, container, frame, analysis):
    """[constant] of a tuple, of a list that the code writes here, or of the keys of a mapping that no code changes; []
    of others."""
    if container.__class__ is values.Dict and (container.born is signatures.FIXED or not (
            container.open or container.maybe) and switches.is_unchanged(node, analysis)):
        return list(container.items)
    is_fixed = getattr(container, "kind", "") == "tuple" or isinstance(node, (ast.List, ast.Set))
    return narrowing.constants_of(node, frame.names, frame) or [] if is_fixed else []


def _note_comparison(sides, node, frame, analysis):
    """Note a comparison of two values that Python or AWS understands otherwise."""
    kind, site = node.ops[0].__class__, Site(node, frame, analysis)
    if kind in (ast.Eq, ast.NotEq):
        enums.note_compared((node.left, node.comparators[0]), sides, site)
        for part, other in (sides, sides[::-1]):
            event_parts.note_other_texts(part, [other.value] if other.__class__ is Const else [], site)
    elif kind in (ast.In, ast.NotIn) and sides[0].__class__ is values.Shaped:
        constants = narrowing.constants_of(node.comparators[0], frame.names, frame)
        event_parts.note_other_texts(sides[0], constants or [], site)
    arithmetic.note_mixture(sides[0], sides[1], kind, site)
    remaining_time.note_comparison(sides[0], sides[1], kind, site)
    library_calls.note_comparison(sides[0], sides[1], kind, site)
    if kind in (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE):
        table_conditions.note_comparison(sides[0], sides[1], site)


UNKNOWN_BOOL = values.Unknown("bool")
ORDERED = {ast.Lt: operators.lt, ast.LtE: operators.le, ast.Gt: operators.gt, ast.GtE: operators.ge}
NOT_NONE = {values.Aws, values.Class, values.Dict, values.Function, values.Instance, values.List, values.Module}
EXPRESSIONS = {ast.Compare: comparison}
