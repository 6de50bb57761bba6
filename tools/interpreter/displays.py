"""Mappings, lists and comprehensions as they are written down, and what a loop over a value gives."""
import ast

from interpreter import attributes, doubts, environment, expressions, texts, values
from interpreter.run import Frame
from interpreter.values import TEXT, UNKNOWN, Any, Const, Dict, List


def mapping(node, frame, run):
    """{key: value, **more}"""
    made = Dict({}, born=tuple(run.branches))
    environ = False
    for key, one in zip(node.keys, node.values):
        value = expressions.evaluate(one, frame, run)
        environ = environ or key is None and environment.is_environ(value)
        if key is None:
            spread(made, value)
            continue
        name = expressions.evaluate(key, frame, run)
        said = name.value if name.__class__ is Const else None
        if said is None or said.__class__ not in (str, int, bool):
            made.open = True
        else:
            made.items[said] = value
            made.maybe.discard(said)
    return environment.ENVIRON if environ else made


def spread(made, value):
    """Put the items of another mapping into one: {**value}."""
    for one in values.options(value):
        if one.__class__ is Dict and value.__class__ is not Any:
            for key, inner in one.items.items():
                if key in one.maybe and key in made.items:
                    inner = values.one_of([inner, made.items[key]])
                elif key in one.maybe:
                    made.maybe.add(key)
                else:
                    made.maybe.discard(key)
                made.items[key] = inner
            made.open |= one.open
            if one.open:
                loosen(made)
        elif one.__class__ is Dict:
            for key, inner in one.items.items():
                held = [made.items[key]] if key in made.items else []
                made.maybe |= set() if held else {key}
                made.items[key] = values.one_of([*held, inner])
            made.open |= one.open
        else:
            made.open = True
            loosen(made)


def loosen(made):
    """Let what is unknown stand in the place of every value: something may have replaced it."""
    for key, inner in made.items.items():
        if inner.__class__ is not values.Unknown:
            made.items[key] = values.one_of([inner, UNKNOWN])


def row(node, frame, run):
    """[a, *more], (a, b), {a, b}"""
    kind = {ast.Tuple: "tuple", ast.Set: "set"}.get(node.__class__, "list")
    made = List([], kind=kind)
    for one in node.elts:
        if isinstance(one, ast.Starred):
            inner = expressions.evaluate(one.value, frame, run)
            made.open |= inner.__class__ is not List or inner.open
            made.items += inner.items if inner.__class__ is List else [element(inner, run)]
        else:
            made.items.append(expressions.evaluate(one, frame, run))
    return values.list_of(made.items, made.open, kind)


def element(held, run):
    """What a loop over something gives."""
    found = []
    for one in values.options(held):
        if one.__class__ is List:
            found += one.items + [UNKNOWN] * (one.open and not one.items)
        elif one.__class__ is Dict:
            found.append(TEXT if one.open else values.one_of(map(Const, one.items)))
        else:
            found.append(attributes.each(one, run))
    return values.one_of(found)


def comprehension(node, frame, run):
    """[f(x) for x in y if z]: any number of what the element makes."""
    inner = Frame(frame.module, frame, frame.fn)
    run.branches.append((id(node), 0))
    kept, some = doubts.entered(run, False), True
    for part in node.generators:
        items = expressions.evaluate(part.iter, inner, run)
        some = some and not part.ifs and doubts.surely_some(items)
        expressions.set_target(part.target, element(items, run), inner, run)
        for one in part.ifs:
            expressions.test(one, inner, run)
    run.doubts += not some
    if isinstance(node, ast.DictComp):
        key, value = expressions.evaluate(node.key, inner, run), expressions.evaluate(node.value, inner, run)
        made = Dict({}, open_=True, born=tuple(run.branches))
        if texts.text(key) is not None:
            made.items[texts.text(key)] = value
        else:
            made.rest.append(value)
    else:
        made = List([expressions.evaluate(node.elt, inner, run)], open_=True,
                    kind="set" if isinstance(node, ast.SetComp) else "list", some=some)
    doubts.left(run, kept)
    run.branches.pop()
    return made
