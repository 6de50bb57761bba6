"""How many elements a part of a list has at most: rows[at:at + 25], chunks of a helper, a batch with len(batch) == 25.

A List has it in `most`, an Unknown in `detail`; the numbers of a loop over range() are Unknowns of their own, so that
`end = at + 25` is known to be 25 more than `at`.
"""
import ast

from interpreter import elements, literals, unlimited, values
from interpreter.values import UNKNOWN, Const, List, Unknown

SMALLEST_LIMIT = 10  # no service takes fewer elements: shorter parts are not remembered


def width(node, frame, analysis):
    """The most elements of receiver[a:b], None if that is unknown. node: the ast.Slice"""
    lower, upper = node.lower, node.upper
    if node.step is not None:
        return None
    if upper is None:
        first = _number(lower, frame, analysis)
        return -first if first is not None and first < 0 else None
    if isinstance(upper, ast.Call) and getattr(upper.func, "id", "") == "min":
        widths = [width(ast.Slice(lower, argument), frame, analysis) for argument in upper.args]
        return min((entry for entry in widths if entry is not None), default=None)
    last = _number(upper, frame, analysis)
    if last is not None and last >= 0:
        first = 0 if lower is None else _number(lower, frame, analysis)
        return last - first if first is not None and 0 <= first <= last else None
    return _difference(lower, upper, frame, analysis) if lower is not None else None


def _exact(node, value, frame, analysis):
    """The part value[a:b] of a list of few constants, by constant bounds; None of other parts. node: the ast.Slice"""
    bounds = [None if bound is None else _number(bound, frame, analysis) for bound in (node.lower, node.upper)]
    is_known = node.step is None and all(bound is None or number is not None for bound, number in zip(
        (node.lower, node.upper), bounds))
    is_fixed = value.__class__ is List and not value.open and all(item.__class__ is Const for item in value.items)
    return List(value.items[slice(*bounds)], kind=value.kind) if is_known and is_fixed else None


def _number(node, frame, analysis):
    """The int that an expression is, or None."""
    value = analysis.evaluate(node, frame) if node is not None else UNKNOWN
    return value.value if value.__class__ is Const and value.value.__class__ is int else None


def _difference(lower, upper, frame, analysis):
    """upper - lower of at and at + 25, of at * 25 and (at + 1) * 25; None if it is unknown."""
    if isinstance(upper, ast.BinOp) and isinstance(upper.op, ast.Add):
        for part, more in ((upper.left, upper.right), (upper.right, upper.left)):
            if ast.dump(part) == ast.dump(lower):
                return _number(more, frame, analysis)
    if all(isinstance(part, ast.BinOp) and isinstance(part.op, ast.Mult) for part in (lower, upper)):
        sizes = [_number(side, frame, analysis) for part in (lower, upper) for side in (part.left, part.right)]
        known_sizes = {size for size in sizes if size is not None}
        has_plus_one = [side for side in (upper.left, upper.right) if isinstance(side, ast.BinOp)
                        and isinstance(side.op, ast.Add) and 1 in (_number(side.left, frame, analysis),
                                                                   _number(side.right, frame, analysis))]
        return known_sizes.pop() if len(known_sizes) == 1 and has_plus_one else None
    (base, first), (same_base, last) = (_offset(analysis.evaluate(part, frame)) for part in (lower, upper))
    return last - first if base is not None and base is same_base else None


def _offset(value):
    """(the number of a loop, how much a value is more)"""
    if value.__class__ is not Unknown or value.kind != "whole":
        return None, 0
    return value.detail.get("offset", (value, 0)) if value.detail else (value, 0)


def plus(value, number):
    """The value of `at + 25`, where `at` is the number of a loop: its distance from `at` stays known."""
    base, first = _offset(value)
    return Unknown("whole", detail={"offset": (base, first + number)})


def parts(options, most, slice_, frame, analysis):
    """The value of receiver[a:b] of several options, with at most so many elements. slice_: the ast.Slice"""
    return values.union([option if option is values.LOOSE else _exact(slice_, option, frame, analysis) or part(
        option, most, elements.sliced(option), analysis) for option in options])


def part(receiver, most, sliced, analysis):
    """The value of receiver[a:b] with at most so many elements. sliced: its value as elements.sliced returns it"""
    if receiver.__class__ is values.Shaped and "most" in receiver.shape:
        return values.Shaped({key: part for key, part in receiver.shape.items() if key != "most"}
                             | ({"most": min(most, receiver.shape["most"])} if most else {}), receiver.path)
    before = unlimited.most_of(receiver)
    if most is None or most <= SMALLEST_LIMIT or before is not None and before <= most:
        return sliced
    if sliced.__class__ is List:
        sliced.most = most
        return sliced
    if receiver.__class__ is values.Row and not receiver.many:  # an attribute of an item: perhaps a text
        return Unknown(detail={"most": most})
    if receiver.__class__ in (values.Row, values.Answer) or receiver.__class__ is values.Shaped \
            and receiver.shape["is"] == "list":
        return List([literals.element(receiver, analysis)], True, most=most)
    if receiver.__class__ is values.Shaped and receiver.shape["is"] != "text":  # perhaps a list
        return values.Shaped({**receiver.shape, "most": most}, receiver.path)
    return Unknown(detail={"most": most}) if sliced is UNKNOWN else sliced


def full_batches(test, body, frame, analysis):
    """[(List, number of its elements)] of the lists that a condition like len(batch) >= 25 finds full; and of those
    that the body empties under the condition n % 25 == 0."""
    if isinstance(test, ast.BoolOp):
        return [pair for operand in test.values for pair in full_batches(operand, body, frame, analysis)]
    if isinstance(test, ast.Compare) and isinstance(test.left, ast.BinOp) and isinstance(test.left.op, ast.Mod) \
            and isinstance(test.ops[0], ast.Eq) and _number(test.comparators[0], frame, analysis) == 0:
        size = _number(test.left.right, frame, analysis)
        return [(option, size) for name in _emptied(body) for option in values.options(frame.names.get(name))
                if option.__class__ is List and size]
    is_length = isinstance(test, ast.Compare) and isinstance(test.left, ast.Call) and len(test.left.args) == 1 \
        and getattr(test.left.func, "id", "") == "len" and test.ops[0].__class__ in (ast.Eq, ast.GtE, ast.Gt)
    number = _number(test.comparators[0], frame, analysis) if is_length else None
    if number is None:
        return []
    return [(option, number + isinstance(test.ops[0], ast.Gt))
            for option in values.options(analysis.evaluate(test.left.args[0], frame)) if option.__class__ is List]


def _emptied(body):
    """The names of the lists that statements empty: batch = [], batch.clear()."""
    for node in body:
        method = getattr(getattr(node, "value", None), "func", None)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.List) and not node.value.elts:
            yield getattr(node.targets[0], "id", "")
        elif isinstance(node, ast.Expr) and getattr(method, "attr", "") == "clear":
            yield getattr(getattr(method, "value", None), "id", "")
