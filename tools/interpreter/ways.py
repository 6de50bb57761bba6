"""Statements with several ways: what may happen, and what is known after the ways have met again."""
import ast

from interpreter import caught as answers, doubts, instances, statements, values
from interpreter.displays import element
from interpreter.expressions import evaluate, set_target, test
from interpreter.run import assigned, joined
from interpreter.values import UNKNOWN, Const


def _branch(body, names, frame, run, mark, decided=True):
    """(how it ended, the names after it) of a way that may be taken; decided: that something decides if it is."""
    frame.names = dict(names)
    run.branches.append(mark)
    kept = doubts.entered(run, decided)
    run.inside += decided
    ended = statements.follow(body, frame, run)
    run.inside -= decided
    if decided:
        doubts.left(run, kept)
    run.branches.pop()
    return ended, frame.names


def if_(node, frame, run):
    """Both ways, unless the test is a constant; what ends does not meet the rest."""
    tested = test(node.test, frame, run)
    if tested.__class__ is Const and not _is_changing(node.test, frame):
        return statements.follow(node.body if tested.value else node.orelse, frame, run)
    before, routine = frame.names, doubts.is_routine(node.test)
    run.routine += routine
    ways = [_branch(node.body, narrowed(before, node.test, True), frame, run, (id(node), 0)),
            _branch(node.orelse, narrowed(before, node.test, False), frame, run, (id(node), 1))]
    run.routine -= routine
    doubts.met(ways, run, routine)
    return _meet(ways, frame, before)


def _is_changing(node, frame):
    """Whether a test looks at a global name: another call may have given it another value."""
    return any(isinstance(one, ast.Name) and one.id in frame.globals for one in ast.walk(node))


def narrowed(names, node, holds):
    """The names where a test holds, or not: after `if a is not None` a is none of its options that are None."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return narrowed(names, node.operand, not holds)
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And) is holds:
        for one in node.values:
            names = narrowed(names, one, holds)
        return names
    if instances.is_isinstance(node):
        name = node.args[0].id
        left = instances.kept(names[name], instances.asked(node.args[1]), holds) if name in names else []
        return {**names, name: values.one_of(left)} if left else names
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Is, ast.IsNot)) \
            and isinstance(node.comparators[0], ast.Constant) and node.comparators[0].value is None:
        holds, node = holds is isinstance(node.ops[0], ast.IsNot), node.left
    node = node.target if isinstance(node, ast.NamedExpr) else node
    if not holds or not isinstance(node, ast.Name) or names.get(node.id).__class__ is not values.Any:
        return names
    left = [one for one in names[node.id].options if not (one.__class__ is Const and one.value is None)]
    return {**names, node.id: values.one_of(left)} if left else names


def _meet(ways, frame, before):
    """Leave the frame with what the ways that go on have in common."""
    on = [names for ended, names in ways if not ended]
    frame.names = before if not on else on[0]
    for names in on[1:]:
        frame.names = joined(frame.names, names)
    return "" if on else "out" if all(ended == "out" for ended, _names in ways) else "loop"


def _loop(node, frame, run, bind_target, sure):
    """A loop's body, once; what it assigns is not known before it nor after it. sure: it has a first round."""
    names = assigned(node)
    for name in names & frame.names.keys():
        frame.names[name] = values.one_of([frame.names[name], UNKNOWN])
    before = frame.names
    frame.names = dict(before)
    run.branches.append((id(node), 0))
    kept = doubts.entered(run, False)
    run.doubts += not sure
    inside = run.doubts
    bind_target()
    ended = statements.follow(node.body, frame, run)
    doubts.looped(run, kept, inside)
    run.branches.pop()
    after = frame.names
    for name in names & after.keys():
        after[name] = values.one_of([after[name], UNKNOWN])
    frame.names = joined(before, after) if ended != "out" else dict(before, **{
        name: values.one_of([before.get(name, UNKNOWN), UNKNOWN]) for name in names})


def for_(node, frame, run):
    """A for loop over what is known of the iterable."""
    items = evaluate(node.iter, frame, run)
    _loop(node, frame, run, lambda: set_target(node.target, element(items, run), frame, run),
          doubts.surely_some(items))
    return statements.follow(node.orelse, frame, run)


def while_(node, frame, run):
    """A while loop; `while True` without a break does not end."""
    tested = test(node.test, frame, run)
    _loop(node, frame, run, lambda: None, tested.__class__ is Const)
    if tested.__class__ is Const and tested.value and not _breaks(node.body):
        return "out"
    return statements.follow(node.orelse, frame, run)


def _breaks(body):
    """Whether a break of this loop stands in its body."""
    return any(isinstance(node, ast.Break) or not isinstance(node, (ast.For, ast.While, ast.FunctionDef, ast.Lambda))
               and _breaks(ast.iter_child_nodes(node)) for node in body)


def try_(node, frame, run):
    """The body, each of its handlers from anywhere in it, and the finally."""
    before, tried = frame.names, assigned(node)
    caught = bool(node.handlers)
    expects, catches = doubts.expects_key(node), answers.is_answered(node, frame, run)
    run.tries, run.expects, run.catches = run.tries + caught, run.expects + expects, run.catches + catches
    ended, names = _branch(node.body, before, frame, run, (id(node), 0), decided=False) if caught else (
        statements.follow(node.body, frame, run), frame.names)
    run.tries, run.expects, run.catches = run.tries - caught, run.expects - expects, run.catches - catches
    if not ended and node.orelse:
        ended, names = _branch(node.orelse, names, frame, run, (id(node), 0))
    failed = joined(before, names)
    failed = {name: values.one_of([value, UNKNOWN]) if name in tried else value for name, value in failed.items()}
    ways = [(ended, names)]
    run.routine += 1
    for at, handler in enumerate(node.handlers, 1):
        if handler.type is not None:
            evaluate(handler.type, frame, run)
        start = {**failed, handler.name: UNKNOWN} if handler.name else failed
        ways.append(_branch(handler.body, start, frame, run, (id(node), at)))
    run.routine -= 1
    doubts.caught(node, ended, ways[1:], run)
    ended = _meet(ways, frame, before)
    return statements.follow(node.finalbody, frame, run) or ended


def with_(node, frame, run):
    """A with; what may swallow an exception (contextlib.suppress, pytest.raises) counts as a try."""
    swallows = False
    for item in node.items:
        value = evaluate(item.context_expr, frame, run)
        swallows |= value.__class__ is values.Unknown and value.kind == "suppress"
        if item.optional_vars is not None:
            kept = value if value.__class__ in (values.Aws, values.Instance) else UNKNOWN
            set_target(item.optional_vars, kept, frame, run)
    run.tries, run.catches = run.tries + swallows, run.catches + swallows
    ended = statements.follow(node.body, frame, run)
    run.tries, run.catches = run.tries - swallows, run.catches - swallows
    return "" if swallows else ended


def match_(node, frame, run):
    """Every case; one may be missing."""
    test(node.subject, frame, run)
    before, ways = frame.names, []
    for at, case in enumerate(node.cases):
        names = dict(before, **dict.fromkeys(_captured(case.pattern), UNKNOWN))
        if case.guard is not None:
            test(case.guard, frame, run)
        ways.append(_branch(case.body, names, frame, run, (id(node), at)))
    last = node.cases[-1]
    if not (isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None and last.guard is None):
        ways.append(("", before))
    doubts.met(ways, run)
    return _meet(ways, frame, before)


def _captured(pattern):
    """The names that a pattern gives values to."""
    return {name for node in ast.walk(pattern) for name in (getattr(node, "name", None), getattr(node, "rest", None))
            if name}
