"""Mappings, lists and comprehensions in the code, and the elements of a loop."""
import ast
from typing import Any

from interpreter import (
    conditions,
    elements,
    environment,
    escaping,
    generated,
    members,
    merging,
    request_claims,
    signatures,
    storing,
    switches,
    texts,
    unlimited,
    values,
)
from interpreter.analysis import Site
from interpreter.frames import Frame
from interpreter.narrowing import narrowed
from interpreter.sources import every_node
from interpreter.values import TEXT, UNKNOWN, Const, Dict, List


def mapping(node, frame, analysis):
    """The Dict of {key: value, **more}."""
    result = Dict({}, born=tuple(analysis.branches))
    environ = False
    for key, entry in zip(node.keys, node.values):
        value = analysis.evaluate(entry, frame)
        environ = environ or key is None and environment.is_environ(value)
        if key is None:
            later = [getattr(part, "value", None) for part in node.keys[node.values.index(entry):]]
            request_claims.note_replaced(result.items, value, later, Site(node, frame, analysis))
            merging.update(result, value, analysis)
            escaping.note_objects([value], analysis)  # it calls value.keys()
            continue
        name = analysis.evaluate(key, frame)
        constant = name.value if name.__class__ is Const else None
        if constant is None or constant.__class__ not in (str, int, bool):
            result.open = result.open or values.KEYED
            result.rest.append(value)
            result.keys.append(name)
        else:
            result.items[constant] = value
            result.maybe.discard(constant)
    return environment.ENVIRON if environ else result


def row(node, frame, analysis):
    """The List of [a, *more], (a, b) or {a, b}."""
    kind = {ast.Tuple: "tuple", ast.Set: "set"}.get(node.__class__, "list")
    result, numbers, of_each = List([], kind=kind), [], 0
    for item_node in node.elts:
        if isinstance(item_node, ast.Starred):
            more = analysis.evaluate(item_node.value, frame)
            numbers.append(unlimited.most_of(more))
            of_each |= unlimited.of_each(more)
            result.open |= more.__class__ is not List or more.open
            result.items += more.items if more.__class__ is List else [element(more, analysis)]
        else:
            numbers.append(1)
            result.items.append(analysis.evaluate(item_node, frame))
    row_ = values.list_of(result.items, result.open, kind)
    if row_.open and None not in numbers:
        row_.most = sum(numbers)
    row_.unlimited = of_each * (kind != "set")
    return row_


def element(iterable, analysis):
    """The value that the target of a loop over a value has."""
    result = []
    for option in values.options(iterable):
        if option.__class__ is values.Instance:
            option = generated.as_tuple(option)
        if option.__class__ is List:
            result += option.items + [UNKNOWN] * (option.open and not option.items)
        elif option.__class__ is values.Instance:
            result.append(members.iterated(option, analysis))
        elif option.__class__ is Dict:
            result.append(keys_of(option))
        else:
            result.append(elements.element(option, analysis))
    return values.union(result)


def keys_of(mapping):
    """The value of any key of a Dict."""
    if mapping.open and mapping.open != values.KEYED:
        return UNKNOWN if mapping.rest else TEXT
    return values.union([*map(Const, mapping.items), *mapping.keys])


def listed(value):
    """The List of the keys of a mapping that no code changes; another value as it is."""
    is_fixed = value.__class__ is Dict and value.born is signatures.FIXED
    return List([*map(Const, value.items)]) if is_fixed else value


def comprehension(node, frame, analysis):
    """The List, or Dict, of a comprehension [f(x) for x in y if z]."""
    empty = _without_rounds(node, frame, analysis)
    return _rounds(node, frame, analysis) if empty is None else empty


def _rounds(node, frame, analysis):
    """The List, or Dict, of a comprehension with rounds: of any length, except over a few constants."""
    inner_frame = Frame(frame.module, frame, frame.fn)
    constants = _constants_of(node, inner_frame, analysis)
    if constants or constants == [] and _is_over_arguments(node, frame):
        return _unrolled(node, constants, inner_frame, analysis)
    analysis.branches.append((id(node), 0))
    before, filled, record_loops = conditions.enter(analysis, False), True, analysis.record_loops
    for part in node.generators:
        items = analysis.evaluate(part.iter, inner_frame)
        analysis.record_loops += conditions.is_never_empty(items)
        filled = filled and not part.ifs and conditions.is_never_empty(items)
        analysis.assign(part.target, element(items, analysis), inner_frame)
        for condition in part.ifs:
            analysis.test(condition, inner_frame)
            inner_frame.names = narrowed(inner_frame.names, condition, True, frame)
    analysis.conditions += not filled
    if isinstance(node, ast.DictComp):
        key, value = analysis.evaluate(node.key, inner_frame), analysis.evaluate(node.value, inner_frame)
        result: Any = Dict({}, open_=True, born=tuple(analysis.branches))
        if texts.text(key) is not None:
            result.items[texts.text(key)] = value
        else:
            result.open, result.keys = values.KEYED, [key]
            result.rest.append(value)
    else:
        result = List([analysis.evaluate(node.elt, inner_frame)], open_=True,
                    kind="set" if isinstance(node, ast.SetComp) else "list", not_empty=filled)
        part = node.generators[0]
        if len(node.generators) == 1 and not isinstance(node, ast.SetComp):
            result.unlimited = unlimited.of_each(items) & (unlimited.RECORDS if part.ifs else ~0)
        if len(node.generators) == 1 and not part.ifs and items.__class__ is values.Row and items.many:
            result.row = items
        if len(node.generators) == 1:
            result.most = _most_of(items, part, analysis)
    analysis.record_loops = record_loops
    conditions.leave(analysis, before)
    analysis.branches.pop()
    return result


def _without_rounds(node, frame, analysis):
    """The empty List or Dict of a comprehension over a constant without elements; None of others."""
    iterable = node.generators[0].iter
    is_constant = switches.is_empty(iterable) or switches.is_switch(iterable)
    if not is_constant or not switches.never_loops(iterable, analysis.evaluate(iterable, frame)):
        return None
    analysis.visited.update(map(id, every_node(node)))
    return Dict({}, born=tuple(analysis.branches)) if isinstance(node, ast.DictComp) else List([])


def _most_of(items, part, analysis):
    """The most elements that a loop over a value makes; None if that is unknown. part: the ast.comprehension"""
    if items.__class__ is List:
        return None if part.ifs and not items.open else items.most if items.open else len(items.items)
    if items.__class__ is values.Unknown and items.detail:
        return items.detail.get("most")
    if items.__class__ is values.Row and not part.ifs:
        return unlimited.most_of(items)
    return None if part.ifs else unlimited.most_of_body(items, analysis)


def _constants_of(node, inner_frame, analysis):
    """[value] over which a comprehension with a call or a text loops, if they are few constants, or pairs of them;
    else []."""
    part = node.generators[0]
    results = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
    if len(node.generators) > 1 or not part.ifs and not any(
            isinstance(nested, (ast.Call, ast.Subscript, ast.JoinedStr))
            for value in results for nested in every_node(value)):
        return []
    if not isinstance(part.iter, (ast.Tuple, ast.List, ast.Set, ast.Name, ast.Call, ast.Attribute)):
        return []
    items = analysis.evaluate(part.iter, inner_frame) if not isinstance(part.iter, ast.Call) or getattr(
        part.iter.func, "attr", "") in ("items", "keys", "values") else UNKNOWN
    if items.__class__ is Dict and not items.open:
        return list(map(Const, items.items))[:MOST_UNROLLED + 1] if len(items.items) <= MOST_UNROLLED else []
    return rows_of(items)


def rows_of(items):
    """[value] of a list of few constants, tuples, or parameters of a function; [] of other values."""
    is_short = items.__class__ is List and not items.open and len(items.items) <= MOST_UNROLLED
    return items.items if is_short and all(
        item.__class__ is Const or item.__class__ is List and item.kind == "tuple" or item.__class__ is values.Instance
        and item.class_.__class__ is values.External for item in items.items) else []


def _is_over_arguments(node, frame):
    """Whether a comprehension loops over the named arguments, **fields, of the function around it."""
    part = node.generators[0]
    more: Any = getattr(getattr(frame.fn, "args", None), "kwarg", None)
    iterable = part.iter.func.value if isinstance(part.iter, ast.Call) and isinstance(part.iter.func, ast.Attribute) \
        else part.iter
    of_arguments = more is not None and getattr(iterable, "id", "") == more.arg and not part.ifs
    found = frame.names.get(more.arg) if of_arguments else None
    return found.__class__ is Dict and not found.open and not found.items


def _unrolled(node, constants, inner_frame, analysis):
    """The closed List or Dict of a comprehension over constants."""
    result: Any = Dict({}, born=tuple(analysis.branches)) if isinstance(node, ast.DictComp) else List(
        [], kind="set" if isinstance(node, ast.SetComp) else "list")
    for constant in constants:
        analysis.assign(node.generators[0].target, constant, inner_frame)
        tests = [analysis.test(condition, inner_frame) for condition in node.generators[0].ifs]
        if any(test.__class__ is Const and not test.value for test in tests):
            continue
        if isinstance(node, ast.DictComp):
            key = analysis.evaluate(node.key, inner_frame)
            storing.put(result, key, analysis.evaluate(node.value, inner_frame), True, analysis)
            if any(test.__class__ is not Const for test in tests) and texts.text(key) is not None:
                result.maybe.add(texts.text(key))
        else:
            result.items.append(analysis.evaluate(node.elt, inner_frame))
            result.open |= any(test.__class__ is not Const for test in tests)
    return result


MOST_UNROLLED = 12
EXPRESSIONS = {
    ast.Dict: mapping, ast.List: row, ast.Tuple: row, ast.Set: row, ast.ListComp: comprehension,
    ast.SetComp: comprehension, ast.DictComp: comprehension, ast.GeneratorExp: comprehension}
