"""Statements with several ways: what may happen, and what is known after the ways have met again."""
import ast

from interpreter import statements, values
from interpreter.displays import element
from interpreter.expressions import evaluate, set_target, test
from interpreter.run import assigned, joined
from interpreter.values import UNKNOWN, Const


def _branch(body, names, frame, run, mark):
    """(how it ended, the names after it) of a way that may be taken."""
    frame.names = dict(names)
    run.branches.append(mark)
    ended = statements.follow(body, frame, run)
    run.branches.pop()
    return ended, frame.names


def if_(node, frame, run):
    """Both ways, unless the test is a constant; what ends does not meet the rest."""
    tested = test(node.test, frame, run)
    if tested.__class__ is Const:
        return statements.follow(node.body if tested.value else node.orelse, frame, run)
    before = frame.names
    ways = [_branch(node.body, before, frame, run, (id(node), 0)),
            _branch(node.orelse, before, frame, run, (id(node), 1))]
    return _meet(ways, frame, before)


def _meet(ways, frame, before):
    """Leave the frame with what the ways that go on have in common."""
    on = [names for ended, names in ways if not ended]
    frame.names = before if not on else on[0]
    for names in on[1:]:
        frame.names = joined(frame.names, names)
    return "" if on else "out" if all(ended == "out" for ended, _names in ways) else "loop"


def _loop(node, frame, run, bind_target):
    """A loop's body, once; what it assigns is not known before it nor after it."""
    names = assigned(node.body)
    for name in names & frame.names.keys():
        frame.names[name] = values.one_of([frame.names[name], UNKNOWN])
    before = frame.names
    frame.names = dict(before)
    run.branches.append((id(node), 0))
    bind_target()
    ended = statements.follow(node.body, frame, run)
    run.branches.pop()
    after = frame.names
    for name in names & after.keys():
        after[name] = values.one_of([after[name], UNKNOWN])
    frame.names = joined(before, after) if ended != "out" else dict(before, **{
        name: values.one_of([before.get(name, UNKNOWN), UNKNOWN]) for name in names})


def for_(node, frame, run):
    """A for loop over what is known of the iterable."""
    items = evaluate(node.iter, frame, run)
    _loop(node, frame, run, lambda: set_target(node.target, element(items, run), frame, run))
    return statements.follow(node.orelse, frame, run)


def while_(node, frame, run):
    """A while loop; `while True` without a break does not end."""
    tested = test(node.test, frame, run)
    _loop(node, frame, run, lambda: None)
    if tested.__class__ is Const and tested.value and not _breaks(node.body):
        return "out"
    return statements.follow(node.orelse, frame, run)


def _breaks(body):
    """Whether a break of this loop stands in its body."""
    return any(isinstance(node, ast.Break) or not isinstance(node, (ast.For, ast.While, ast.FunctionDef, ast.Lambda))
               and _breaks(ast.iter_child_nodes(node)) for node in body)


def try_(node, frame, run):
    """The body, each of its handlers from anywhere in it, and the finally."""
    before, tried = frame.names, assigned(node.body)
    caught = bool(node.handlers)
    run.tries += caught
    ended, names = _branch(node.body, before, frame, run, (id(node), 0)) if caught else (
        statements.follow(node.body, frame, run), frame.names)
    run.tries -= caught
    if not ended and node.orelse:
        frame.names = names
        ended = statements.follow(node.orelse, frame, run)
        names = frame.names
    failed = joined(before, names)
    failed = {name: values.one_of([value, UNKNOWN]) if name in tried else value for name, value in failed.items()}
    ways = [(ended, names)]
    for at, handler in enumerate(node.handlers, 1):
        if handler.type is not None:
            evaluate(handler.type, frame, run)
        start = {**failed, handler.name: UNKNOWN} if handler.name else failed
        ways.append(_branch(handler.body, start, frame, run, (id(node), at)))
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
    run.tries += swallows
    ended = statements.follow(node.body, frame, run)
    run.tries -= swallows
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
    return _meet(ways, frame, before)


def _captured(pattern):
    """The names that a pattern gives values to."""
    return {name for node in ast.walk(pattern) for name in (getattr(node, "name", None), getattr(node, "rest", None))
            if name}
