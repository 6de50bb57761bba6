"""Following statements. Each returns how it ends: "" it goes on, "loop" (break, continue) or "out" (return, raise)."""
import ast

from interpreter import importing, values
from interpreter.expressions import element, evaluate, set_target, test
from interpreter.functions import define_class, define_function
from interpreter.run import assigned, bind, joined
from interpreter.values import UNKNOWN, Const


def follow(body, frame, run):
    """Follow statements until one of them ends the way; how it ended."""
    for node in body:
        if run.is_tired():
            return ""
        ended = STATEMENTS[node.__class__](node, frame, run) if node.__class__ in STATEMENTS else ""
        if ended:
            return ended
    return ""


def _branch(body, names, frame, run, mark):
    """(how it ended, the names after it) of a way that may be taken."""
    frame.names = dict(names)
    run.branches.append(mark)
    ended = follow(body, frame, run)
    run.branches.pop()
    return ended, frame.names


def _if(node, frame, run):
    """Both ways, unless the test is a constant; what ends does not meet the rest."""
    tested = test(node.test, frame, run)
    if tested.__class__ is Const:
        return follow(node.body if tested.value else node.orelse, frame, run)
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
    ended = follow(node.body, frame, run)
    run.branches.pop()
    after = frame.names
    for name in names & after.keys():
        after[name] = values.one_of([after[name], UNKNOWN])
    frame.names = joined(before, after) if ended != "out" else dict(before, **{
        name: values.one_of([before.get(name, UNKNOWN), UNKNOWN]) for name in names})


def _for(node, frame, run):
    """A for loop over what is known of the iterable."""
    items = evaluate(node.iter, frame, run)
    _loop(node, frame, run, lambda: set_target(node.target, element(items, run), frame, run))
    return follow(node.orelse, frame, run)


def _while(node, frame, run):
    """A while loop; `while True` without a break does not end."""
    tested = test(node.test, frame, run)
    _loop(node, frame, run, lambda: None)
    if tested.__class__ is Const and tested.value and not _breaks(node.body):
        return "out"
    return follow(node.orelse, frame, run)


def _breaks(body):
    """Whether a break of this loop stands in its body."""
    return any(isinstance(node, ast.Break) or not isinstance(node, (ast.For, ast.While, ast.FunctionDef, ast.Lambda))
               and _breaks(ast.iter_child_nodes(node)) for node in body)


def _try(node, frame, run):
    """The body, each of its handlers from anywhere in it, and the finally."""
    before, tried = frame.names, assigned(node.body)
    caught = bool(node.handlers)
    run.tries += caught
    ended, names = _branch(node.body, before, frame, run, (id(node), 0)) if caught else (
        follow(node.body, frame, run), frame.names)
    run.tries -= caught
    if not ended and node.orelse:
        frame.names = names
        ended = follow(node.orelse, frame, run)
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
    return follow(node.finalbody, frame, run) or ended


def _with(node, frame, run):
    """A with; what may swallow an exception (contextlib.suppress, pytest.raises) counts as a try."""
    swallows = False
    for item in node.items:
        value = evaluate(item.context_expr, frame, run)
        swallows |= value.__class__ is values.Unknown and value.kind == "suppress"
        if item.optional_vars is not None:
            kept = value if value.__class__ in (values.Aws, values.Instance) else UNKNOWN
            set_target(item.optional_vars, kept, frame, run)
    run.tries += swallows
    ended = follow(node.body, frame, run)
    run.tries -= swallows
    return "" if swallows else ended


def _match(node, frame, run):
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


def _assign(node, frame, run):
    """a = b = value"""
    value = evaluate(node.value, frame, run)
    for target in node.targets:
        set_target(target, value, frame, run)
    return ""


def _annotated(node, frame, run):
    """a: str = value"""
    if node.value is not None:
        set_target(node.target, evaluate(node.value, frame, run), frame, run)
    return ""


def _augmented(node, frame, run):
    """a += value; a list keeps its identity."""
    made = ast.copy_location(ast.BinOp(_loaded(node.target), node.op, node.value), node)
    held = evaluate(_loaded(node.target), frame, run)
    added = evaluate(node.value, frame, run)
    if held.__class__ is values.List:
        held.open = True
        held.items += added.items if added.__class__ is values.List else [UNKNOWN]
    elif held.__class__ is values.Dict:
        held.open = True
    else:
        value = evaluate(made, frame, run)
        if run.branches and isinstance(node.target, ast.Name) and held.__class__ is values.Const:
            value = value if value.__class__ is not Const or value.value.__class__ is str else UNKNOWN
        set_target(node.target, value, frame, run)
    return ""


def _loaded(target):
    """A target as an expression that reads it."""
    copy = target.__class__(**{field: getattr(target, field) for field in target._fields})
    copy.ctx = ast.Load()
    return ast.copy_location(copy, target)


def _return(node, frame, run):
    """Keep what is returned, and where."""
    value = evaluate(node.value, frame, run) if node.value is not None else values.NONE
    frame.returns.append((value, node))
    return "out"


def _raise(node, frame, run):
    """What is raised is made first."""
    for one in filter(None, (node.exc, node.cause)):
        evaluate(one, frame, run)
    return "out"


def _expression(node, frame, run):
    """A call that never returns (of a function that always raises) ends the way."""
    value = evaluate(node.value, frame, run)
    return "out" if value.__class__ is values.Unknown and value.kind == "never" else ""


def _assert(node, frame, run):
    """What is asserted is tested; only that."""
    test(node.test, frame, run)
    return ""


def _delete(node, frame, run):
    """del item["key"]: the mapping is not known any more at that key."""
    for target in node.targets:
        if isinstance(target, ast.Subscript):
            held, key = evaluate(target.value, frame, run), evaluate(target.slice, frame, run)
            if held.__class__ is values.Dict:
                name = values.text(key)
                if name is None or run.branches:
                    held.open = True
                held.items.pop(name, None)
            elif held.__class__ is values.List:
                held.open = True
    return ""


def _import(node, frame, run):
    """import a.b, import a.b as c"""
    for alias in node.names:
        module = importing.module(alias.name, frame, run, node)
        if not alias.asname:
            module = importing.module(alias.name.partition(".")[0], frame, run, node)
        bind(alias.asname or alias.name.partition(".")[0], module, frame)
    return ""


def _import_from(node, frame, run):
    """from a import b as c"""
    importing.import_names(node, frame, run)
    return ""


def _global(node, frame, run):
    """global a"""
    frame.globals.update(node.names)
    return ""


def _nonlocal(node, frame, run):
    """nonlocal a"""
    frame.nonlocals.update(node.names)
    return ""


def _define(node, frame, run):
    """def f(...)"""
    bind(node.name, define_function(node, frame, run), frame)
    return ""


def _define_class(node, frame, run):
    """class A: ..."""
    bind(node.name, define_class(node, frame, run), frame)
    return ""


STATEMENTS = {
    ast.If: _if, ast.For: _for, ast.AsyncFor: _for, ast.While: _while, ast.Try: _try, ast.TryStar: _try,
    ast.With: _with, ast.AsyncWith: _with, ast.Match: _match, ast.Assign: _assign, ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented, ast.Return: _return, ast.Raise: _raise, ast.Expr: _expression, ast.Assert: _assert,
    ast.Delete: _delete, ast.Import: _import, ast.ImportFrom: _import_from, ast.Global: _global,
    ast.Nonlocal: _nonlocal, ast.FunctionDef: _define, ast.AsyncFunctionDef: _define, ast.ClassDef: _define_class,
    ast.Break: lambda *_: "loop", ast.Continue: lambda *_: "loop",
}
