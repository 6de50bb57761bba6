"""Following statements. Each returns how it ends: "" it goes on, "loop" (break, continue) or "out" (return, raise)."""
import ast

from interpreter import arithmetic, doubts, importing, texts, values, ways
from interpreter.expressions import evaluate, set_target, test
from interpreter.functions import define_class, define_function
from interpreter.known import PURE
from interpreter.run import bind
from interpreter.values import UNKNOWN, Const

TELLING = {"info", "warning", "error", "exception", "debug", "critical", "append", "add", "update"}


def follow(body, frame, run):
    """Follow statements until one of them ends the way; how it ended."""
    for node in body:
        run.at = frame.module.path, node.lineno
        if run.is_tired():
            return ""
        ended = STATEMENTS[node.__class__](node, frame, run) if node.__class__ in STATEMENTS else ""
        if ended:
            return ended
    return ""


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
    held = evaluate(_loaded(node.target), frame, run)
    added = evaluate(node.value, frame, run)
    if held.__class__ is values.List:
        held.open = True
        held.items = values.list_of(held.items + (
            added.items if added.__class__ is values.List else [UNKNOWN])).items
    elif held.__class__ is values.Dict:
        held.open = True
    else:
        value = arithmetic.operation(held, node.op, added, node, frame, run)
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
    doubts.raised(run)
    return "out"


def _expression(node, frame, run):
    """A call that never returns (of a function that always raises) ends the way."""
    value = evaluate(node.value, frame, run)
    if isinstance(node.value, ast.Call) and _is_known(run.called_last):
        run.known_ends.add(id(node))
    return "out" if value.__class__ is values.Unknown and value.kind == "never" else ""


def _is_known(called):
    """Whether we know what is called, and so that it returns."""
    known = (values.Function, values.Aws, values.Class)
    return all(one.__class__ in known or one.__class__ is values.External and one.dotted in PURE
               or one.__class__ is values.Method and one.name in TELLING for one in values.options(called))


def _assert(node, frame, run):
    """What is asserted is tested; only that."""
    if test(node.test, frame, run).__class__ is not Const:
        doubts.may_fail(run)
    return ""


def _delete(node, frame, run):
    """del item["key"]: the mapping is not known any more at that key."""
    for target in node.targets:
        if isinstance(target, ast.Subscript):
            held, key = evaluate(target.value, frame, run), evaluate(target.slice, frame, run)
            if held.__class__ is values.Dict:
                name = texts.text(key)
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
    ast.If: ways.if_, ast.For: ways.for_, ast.AsyncFor: ways.for_, ast.While: ways.while_, ast.Try: ways.try_,
    ast.TryStar: ways.try_, ast.With: ways.with_, ast.AsyncWith: ways.with_, ast.Match: ways.match_,
    ast.Assign: _assign, ast.AnnAssign: _annotated, ast.AugAssign: _augmented, ast.Return: _return,
    ast.Raise: _raise, ast.Expr: _expression, ast.Assert: _assert, ast.Delete: _delete, ast.Import: _import,
    ast.ImportFrom: _import_from, ast.Global: _global,
    ast.Nonlocal: _nonlocal, ast.FunctionDef: _define, ast.AsyncFunctionDef: _define, ast.ClassDef: _define_class,
    ast.Break: lambda *_: "loop", ast.Continue: lambda *_: "loop",
}
