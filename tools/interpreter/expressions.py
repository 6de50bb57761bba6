"""Following expressions to values."""
import ast

from interpreter import arithmetic, attributes, doubts, environment, instances, storing, texts, values
from interpreter.run import bind, lookup
from interpreter.values import NONE, UNKNOWN, Const, External, List

LOOKING = {"isinstance", "len", "bool", "any", "all"}


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
    note_test(value, run)
    if instances.is_isinstance(node):
        held, names = evaluate(node.args[0], frame, run), instances.asked(node.args[1])
        ways = [instances.kept(held, names, holds) for holds in (True, False)]
        value = value if all(ways) else Const(bool(ways[0]))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in LOOKING:
        for one in node.args:
            note_test(evaluate(one, frame, run), run)
    return value


def _constant(node, _frame, _run):
    """5, "text", None"""
    return Const(node.value)


def _name(node, frame, run):
    """A name: of the app, or of Python."""
    value = lookup(node.id, frame)
    if value is None:
        value = UNKNOWN if lookup("*", frame) else External(f"builtins.{node.id}")
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
        for one in (node.slice.lower, node.slice.upper, node.slice.step):
            if one is not None:
                arithmetic.note_mixture(evaluate(one, frame, run), Const(0), ast.Add, node, frame, run)
        return attributes.sliced(held)
    return attributes.item(held, evaluate(node.slice, frame, run), node, frame, run)


def _operation(node, frame, run):
    """a + b, a / b, a & b, "%s" % a"""
    return texts.each_way(
        lambda left, right: arithmetic.operation(left, node.op, right, node, frame, run),
        evaluate(node.left, frame, run), evaluate(node.right, frame, run))


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
    if run.environment is not None and isinstance(node.op, ast.Or):
        run.environment.optional.update(map(id, node.values[:-1]))
    found, kept, inside = [], doubts.entered(run, False), run.inside
    for at, one in enumerate(node.values):
        last = at == len(node.values) - 1
        run.doubts += at == 1
        run.chosen += at == 1
        run.inside += at == 1
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
    run.inside = inside
    doubts.left(run, kept)
    return values.one_of(found)


def _comparison(node, frame, run):
    """a == b, "a" in b; known of constants only."""
    sides = [test(one, frame, run) for one in (node.left, *node.comparators)]
    if isinstance(node.ops[0], (ast.In, ast.NotIn)) and texts.text(sides[0]) is not None:
        run.tested.update((*one.path, texts.text(sides[0])) for one in values.options(sides[1])
                          if one.__class__ is values.Given)
    if isinstance(node.ops[-1], (ast.In, ast.NotIn)) and sides[-1].__class__ is values.Given:
        run.asked.add((*sides[-1].path, texts.text(sides[0])))
    if isinstance(node.ops[-1], (ast.In, ast.NotIn)) and sides[-1].__class__ is values.Row:
        run.asked.add(("row", sides[-1].call["line"], *sides[-1].path, texts.text(sides[0])))
    if isinstance(node.ops[-1], (ast.In, ast.NotIn)) and environment.is_environ(sides[-1]):
        environment.read(sides[0], True, node, node.left, frame, run)
    if len(sides) == 2:
        arithmetic.note_mixture(*sides, node.ops[0].__class__, node, frame, run)
    if len(sides) == 2 and all(side.__class__ is Const for side in sides):
        left, right = sides[0].value, sides[1].value
        if isinstance(node.ops[0], (ast.Is, ast.IsNot)) and right is None:
            return Const((left is None) is isinstance(node.ops[0], ast.Is))
        if isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
            return Const((left == right) is isinstance(node.ops[0], ast.Eq))
    return values.Unknown("bool")


def _choice(node, frame, run):
    """a if test else b"""
    from interpreter.ways import narrowed  # they need each other
    tested = test(node.test, frame, run)
    if tested.__class__ is Const:
        return evaluate(node.body if tested.value else node.orelse, frame, run)
    before, kept = frame.names, doubts.entered(run)
    run.branches.append((id(node), 0))
    run.inside += 1
    frame.names = narrowed(before, node.test, True)
    found = [evaluate(node.body, frame, run)]
    run.branches[-1] = (id(node), 1)
    frame.names = narrowed(before, node.test, False)
    found.append(evaluate(node.orelse, frame, run))
    frame.names = before
    run.inside -= 1
    doubts.left(run, kept)
    run.branches.pop()
    return values.one_of(found)


def _f_string(node, frame, run):
    """f"day#{day}": its known parts and its holes."""
    given = [Const(part.value) if isinstance(part, ast.Constant) else evaluate(part.value, frame, run)
             for part in node.values]
    plain = [isinstance(part, ast.Constant) or part.format_spec is None and part.conversion in (-1, 115)
             for part in node.values]
    given = [value if as_it_is else UNKNOWN for value, as_it_is in zip(given, plain)]
    return texts.each_way(lambda *parts: texts.text_of([one for part in parts for one in texts.parts_of(part)]),
                           *given)


def _display(node, frame, run):
    """{key: value}, [a, b], [f(x) for x in y]"""
    from interpreter import displays  # they need each other
    made = {ast.Dict: displays.mapping, ast.List: displays.row, ast.Tuple: displays.row, ast.Set: displays.row}
    return made.get(node.__class__, displays.comprehension)(node, frame, run)


def _call(node, frame, run):
    """function(...)"""
    from interpreter import calling  # they need each other
    return calling.call(node, frame, run)


def _lambda(node, frame, run):
    """lambda x: ..."""
    made = values.Function(node, frame, [evaluate(one, frame, run) for one in node.args.defaults])
    run.defined(made)
    return made


def _named(node, frame, run):
    """(name := value); of a comprehension the name is its frame's owner's."""
    value = evaluate(node.value, frame, run)
    set_target(node.target, value, frame, run)
    return value


def _await(node, frame, run):
    """await call(...): the call's value"""
    return evaluate(node.value, frame, run)


def _yield(node, frame, run):
    """yield value: what the generator gives, among others."""
    from interpreter.displays import element
    given = evaluate(node.value, frame, run) if node.value is not None else NONE
    owner = frame
    while owner.fn is None and owner.outer is not None:
        owner = owner.outer
    owner.yields = [*(owner.yields or []), element(given, run) if isinstance(node, ast.YieldFrom) else given]
    return UNKNOWN


def _fits(target, value):
    """Whether the items of a list are those of a target of several names, one for one."""
    return value.__class__ is List and not value.open and len(value.items) == len(target.elts) \
        and not any(isinstance(one, ast.Starred) for one in target.elts)


def set_target(target, value, frame, run):
    """Give a target (a name, a tuple of them, an attribute, an item) a value."""
    if isinstance(target, ast.Name):
        bind(target.id, value, frame)
    elif isinstance(target, (ast.Tuple, ast.List)):
        fits = _fits(target, value)
        rows = values.options(value)
        if not fits and len(rows) > 1 and all(_fits(target, row) for row in rows):
            value, fits = List([values.one_of([row.items[at] for row in rows]) for at in range(len(target.elts))]), True
        for at, one in enumerate(target.elts):
            set_target(one.value if isinstance(one, ast.Starred) else one,
                       value.items[at] if fits else UNKNOWN, frame, run)
    elif isinstance(target, ast.Attribute):
        storing.set_attribute(evaluate(target.value, frame, run), target.attr, value)
    elif isinstance(target, ast.Subscript):
        held = evaluate(target.value, frame, run)
        key = UNKNOWN if isinstance(target.slice, ast.Slice) else evaluate(target.slice, frame, run)
        storing.set_item(held, key, value, target, frame, run)


READERS = {
    ast.Constant: _constant, ast.Name: _name, ast.Attribute: _attribute, ast.Subscript: _subscript,
    ast.BinOp: _operation, ast.UnaryOp: _unary, ast.BoolOp: _logic, ast.Compare: _comparison, ast.IfExp: _choice,
    ast.JoinedStr: _f_string, ast.Dict: _display, ast.List: _display, ast.Tuple: _display, ast.Set: _display,
    ast.ListComp: _display, ast.SetComp: _display, ast.GeneratorExp: _display,
    ast.DictComp: _display, ast.Call: _call, ast.Lambda: _lambda, ast.NamedExpr: _named, ast.Await: _await,
    ast.Yield: _yield, ast.YieldFrom: _yield,
}
