"""Mappings, lists and comprehensions as they are written down, and what a loop over a value gives."""
import ast

from interpreter import attributes, conditions, environment, storing, texts, values
from interpreter.frames import Frame
from interpreter.values import TEXT, UNKNOWN, Const, Dict, List


def mapping(node, frame, analysis):
    """{key: value, **more}"""
    made = Dict({}, born=tuple(analysis.branches))
    environ = False
    for key, one in zip(node.keys, node.values):
        value = analysis.evaluate(one, frame)
        environ = environ or key is None and environment.is_environ(value)
        if key is None:
            storing.spread(made, value)
            continue
        name = analysis.evaluate(key, frame)
        said = name.value if name.__class__ is Const else None
        if said is None or said.__class__ not in (str, int, bool):
            made.open = True
        else:
            made.items[said] = value
            made.maybe.discard(said)
    return environment.ENVIRON if environ else made


def row(node, frame, analysis):
    """[a, *more], (a, b), {a, b}"""
    kind = {ast.Tuple: "tuple", ast.Set: "set"}.get(node.__class__, "list")
    made = List([], kind=kind)
    for one in node.elts:
        if isinstance(one, ast.Starred):
            inner = analysis.evaluate(one.value, frame)
            made.open |= inner.__class__ is not List or inner.open
            made.items += inner.items if inner.__class__ is List else [element(inner, analysis)]
        else:
            made.items.append(analysis.evaluate(one, frame))
    return values.list_of(made.items, made.open, kind)


def element(held, analysis):
    """What a loop over something gives."""
    found = []
    for one in values.options(held):
        if one.__class__ is List:
            found += one.items + [UNKNOWN] * (one.open and not one.items)
        elif one.__class__ is Dict:
            found.append(TEXT if one.open else values.one_of(map(Const, one.items)))
        else:
            found.append(attributes.each(one, analysis))
    return values.one_of(found)


def comprehension(node, frame, analysis):
    """[f(x) for x in y if z]: any number of what the element makes."""
    inner = Frame(frame.module, frame, frame.fn)
    analysis.branches.append((id(node), 0))
    kept, some = conditions.entered(analysis, False), True
    for part in node.generators:
        items = analysis.evaluate(part.iter, inner)
        some = some and not part.ifs and conditions.surely_some(items)
        analysis.assign(part.target, element(items, analysis), inner)
        for one in part.ifs:
            analysis.test(one, inner)
    analysis.doubts += not some
    if isinstance(node, ast.DictComp):
        key, value = analysis.evaluate(node.key, inner), analysis.evaluate(node.value, inner)
        made = Dict({}, open_=True, born=tuple(analysis.branches))
        if texts.text(key) is not None:
            made.items[texts.text(key)] = value
        else:
            made.rest.append(value)
    else:
        made = List([analysis.evaluate(node.elt, inner)], open_=True,
                    kind="set" if isinstance(node, ast.SetComp) else "list", some=some)
    conditions.left(analysis, kept)
    analysis.branches.pop()
    return made


EXPRESSIONS = {
    ast.Dict: mapping, ast.List: row, ast.Tuple: row, ast.Set: row, ast.ListComp: comprehension,
    ast.SetComp: comprehension, ast.DictComp: comprehension, ast.GeneratorExp: comprehension}
