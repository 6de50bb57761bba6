"""Following expressions to values."""
import ast

from interpreter import arithmetic, attributes, values
from interpreter.run import Frame, bind, lookup
from interpreter.values import NONE, TEXT, UNKNOWN, Any, Const, Dict, External, List


def evaluate(node, frame, run):
    """The value of an expression."""
    reader = READERS.get(node.__class__)
    if reader is None or run.is_tired():
        return UNKNOWN
    return reader(node, frame, run)


def test(node, frame, run):
    """The value of a condition: what it looks at was thought of, and may be missing after all."""
    run.testing += 1
    value = evaluate(node, frame, run)
    run.testing -= 1
    return value


def _constant(node, _frame, _run):
    """5, "text", None"""
    return Const(node.value)


def _name(node, frame, run):
    """A name: of the app, or of Python."""
    value = lookup(node.id, frame)
    if value is None:
        value = UNKNOWN if lookup("*", frame) else External(f"builtins.{node.id}")
    if run.testing:
        note_test(value, run)
    return value


def note_test(value, run):
    """Remember that a part of the event is looked at by a condition."""
    for one in values.options(value):
        if one.__class__ is values.Given:
            run.tested.add(one.path)
        elif one.__class__ is values.Row:
            run.tested.add(("row", one.call["line"], *one.path))


def _attribute(node, frame, run):
    """value.name"""
    return attributes.attribute(evaluate(node.value, frame, run), node.attr, node, frame, run)


def _subscript(node, frame, run):
    """value[key]"""
    held = evaluate(node.value, frame, run)
    if isinstance(node.slice, ast.Slice):
        return attributes.sliced(held)
    return attributes.item(held, evaluate(node.slice, frame, run), node, frame, run)


def _operation(node, frame, run):
    """a + b, a / b, a & b, "%s" % a"""
    return arithmetic.operation(evaluate(node.left, frame, run), node.op, evaluate(node.right, frame, run),
                                node, frame, run)


def _unary(node, frame, run):
    """-a, not a"""
    if isinstance(node.op, ast.Not):
        value = test(node.operand, frame, run)
        return Const(not value.value) if value.__class__ is Const else values.Unknown("bool")
    value = evaluate(node.operand, frame, run)
    if value.__class__ is Const and value.value.__class__ in (int, float) and isinstance(node.op, ast.USub):
        return Const(-value.value)
    if value.__class__ is values.Condition:
        return value
    return value if value.__class__ is values.Unknown else UNKNOWN


def _logic(node, frame, run):
    """a or b: a if it is true; of `x or {}` x is there. a and b: what decides is not known."""
    found = []
    for at, one in enumerate(node.values):
        last = at == len(node.values) - 1
        value = evaluate(one, frame, run) if last else test(one, frame, run)
        if isinstance(node.op, ast.Or) and not last:
            found += [attributes.present(option) for option in values.options(value)
                      if not (option.__class__ is Const and not option.value)]
            if value.__class__ is Const and value.value:
                break
        elif isinstance(node.op, ast.Or) or last:
            found.append(value)
        else:
            found += [Const(option.value) for option in values.options(value)
                      if option.__class__ is Const and not option.value] or [UNKNOWN]
    return values.one_of(found)


def _comparison(node, frame, run):
    """a == b, "a" in b; known of constants only."""
    sides = [test(one, frame, run) for one in (node.left, *node.comparators)]
    if len(sides) == 2 and all(side.__class__ is Const for side in sides) and not run.branches:
        left, right = sides[0].value, sides[1].value
        if isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
            return Const((left == right) is isinstance(node.ops[0], ast.Eq))
    return values.Unknown("bool")


def _choice(node, frame, run):
    """a if test else b"""
    tested = test(node.test, frame, run)
    if tested.__class__ is Const:
        return evaluate(node.body if tested.value else node.orelse, frame, run)
    run.branches.append((id(node), 0))
    found = [evaluate(node.body, frame, run)]
    run.branches[-1] = (id(node), 1)
    found.append(evaluate(node.orelse, frame, run))
    run.branches.pop()
    return values.one_of(found)


def _f_string(node, frame, run):
    """f"day#{day}": its known parts and its holes."""
    parts = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(part.value)
        else:
            value = evaluate(part.value, frame, run)
            plain = part.format_spec is None and part.conversion in (-1, 115)
            parts += values.parts_of(value) if plain else (None,)
    return values.text_of(parts)


def _dict(node, frame, run):
    """{key: value, **more}"""
    made = Dict({}, born=tuple(run.branches))
    for key, one in zip(node.keys, node.values):
        value = evaluate(one, frame, run)
        if key is None:
            spread(made, value)
            continue
        name = evaluate(key, frame, run)
        said = name.value if name.__class__ is Const else None
        if said is None or said.__class__ not in (str, int, bool):
            made.open = True
        else:
            made.items[said] = value
            made.maybe.discard(said)
    return made


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


def _list(node, frame, run):
    """[a, *more], (a, b), {a, b}"""
    kind = {ast.Tuple: "tuple", ast.Set: "set"}.get(node.__class__, "list")
    made = List([], kind=kind)
    for one in node.elts:
        if isinstance(one, ast.Starred):
            inner = evaluate(one.value, frame, run)
            made.open |= inner.__class__ is not List or inner.open
            made.items += inner.items if inner.__class__ is List else [element(inner, run)]
        else:
            made.items.append(evaluate(one, frame, run))
    return made


def element(held, run):
    """What a loop over something gives."""
    found = []
    for one in values.options(held):
        if one.__class__ is List:
            found += one.items + [UNKNOWN] * (one.open and not one.items)
        elif one.__class__ is Dict:
            found.append(TEXT if one.open or len(one.items) > 1 else values.one_of(map(Const, one.items)))
        else:
            found.append(attributes.each(one, run))
    return values.one_of(found)


def _comprehension(node, frame, run):
    """[f(x) for x in y if z]: any number of what the element makes."""
    inner = Frame(frame.module, frame, frame.fn)
    run.branches.append((id(node), 0))
    for part in node.generators:
        set_target(part.target, element(evaluate(part.iter, inner, run), run), inner, run)
        for one in part.ifs:
            test(one, inner, run)
    if isinstance(node, ast.DictComp):
        key, value = evaluate(node.key, inner, run), evaluate(node.value, inner, run)
        made = Dict({}, open_=True, born=tuple(run.branches))
        if values.text(key) is not None:
            made.items[values.text(key)] = value
    else:
        made = List([evaluate(node.elt, inner, run)], open_=True,
                    kind="set" if isinstance(node, ast.SetComp) else "list")
    run.branches.pop()
    return made


def _call(node, frame, run):
    """function(...)"""
    from interpreter import calling  # they need each other
    return calling.call(node, frame, run)


def _lambda(node, frame, run):
    """lambda x: ..."""
    return values.Function(node, frame, [evaluate(one, frame, run) for one in node.args.defaults])


def _named(node, frame, run):
    """(name := value); of a comprehension the name is its frame's owner's."""
    value = evaluate(node.value, frame, run)
    set_target(node.target, value, frame, run)
    if run.testing:
        note_test(value, run)
    return value


def _await(node, frame, run):
    """await call(...): the call's value"""
    return evaluate(node.value, frame, run)


def _yield(node, frame, run):
    """yield value: what the generator gives, among others."""
    given = evaluate(node.value, frame, run) if node.value is not None else NONE
    owner = frame
    while owner.fn is None and owner.outer is not None:
        owner = owner.outer
    owner.yields = [*(owner.yields or []), element(given, run) if isinstance(node, ast.YieldFrom) else given]
    return UNKNOWN


def set_target(target, value, frame, run):
    """Give a target (a name, a tuple of them, an attribute, an item) a value."""
    if isinstance(target, ast.Name):
        bind(target.id, value, frame)
    elif isinstance(target, (ast.Tuple, ast.List)):
        fits = value.__class__ is List and not value.open and len(value.items) == len(target.elts) \
            and not any(isinstance(one, ast.Starred) for one in target.elts)
        for at, one in enumerate(target.elts):
            set_target(one.value if isinstance(one, ast.Starred) else one,
                       value.items[at] if fits else UNKNOWN, frame, run)
    elif isinstance(target, ast.Attribute):
        attributes.set_attribute(evaluate(target.value, frame, run), target.attr, value)
    elif isinstance(target, ast.Subscript):
        held = evaluate(target.value, frame, run)
        key = UNKNOWN if isinstance(target.slice, ast.Slice) else evaluate(target.slice, frame, run)
        attributes.set_item(held, key, value, target, frame, run)


READERS = {
    ast.Constant: _constant, ast.Name: _name, ast.Attribute: _attribute, ast.Subscript: _subscript,
    ast.BinOp: _operation, ast.UnaryOp: _unary, ast.BoolOp: _logic, ast.Compare: _comparison, ast.IfExp: _choice,
    ast.JoinedStr: _f_string, ast.Dict: _dict, ast.List: _list, ast.Tuple: _list, ast.Set: _list,
    ast.ListComp: _comprehension, ast.SetComp: _comprehension, ast.GeneratorExp: _comprehension,
    ast.DictComp: _comprehension, ast.Call: _call, ast.Lambda: _lambda, ast.NamedExpr: _named, ast.Await: _await,
    ast.Yield: _yield, ast.YieldFrom: _yield,
}
