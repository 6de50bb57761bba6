"""Following statements. Each returns how it ends: "" (not), "loop" (break, continue) or "out" (return, raise)."""
import ast

from interpreter import (
    arithmetic,
    branches,
    conditions,
    constant_caches,
    functions,
    importing,
    literals,
    loops,
    members,
    merging,
    storing,
    texts,
    unlimited,
    values,
    warm_state,
)
from interpreter.analysis import Site
from interpreter.frames import bind
from interpreter.library import PURE
from interpreter.narrowing import narrowed
from interpreter.values import UNKNOWN, Const

TELLING = {"info", "warning", "error", "exception", "debug", "critical", "append", "add", "update"}


def _assign(node, frame, analysis):
    """a = b = value"""
    value = analysis.evaluate(node.value, frame)
    for target in node.targets:
        if target.__class__ is ast.Name:
            if target.id in frame.globals:
                warm_state.note_global(target.id, node, frame, analysis)
                constant_caches.note(target, node.value, value, frame, analysis)
            storing.assign(target, value, frame, analysis)
            continue
        if target.__class__ is ast.Subscript and analysis.in_handler:
            warm_state.note_item(analysis.evaluate(target.value, frame), target.slice, node.value,
                                 Site(target, frame, analysis))
            warm_state.note_value(analysis.evaluate(target.value, frame), value, Site(target, frame, analysis))
        if target.__class__ is ast.Subscript:
            constant_caches.note(target, node.value, value, frame, analysis)
        analysis.assign(target, value, frame)
    return ""


def _annotated(node, frame, analysis):
    """a: str = value"""
    if node.value is not None:
        analysis.assign(node.target, analysis.evaluate(node.value, frame), frame)
    return ""


def _augmented(node, frame, analysis):
    """a += value; a list keeps its identity."""
    current = analysis.evaluate(_loaded(node.target), frame)
    added = analysis.evaluate(node.value, frame)
    if isinstance(node.target, ast.Name):
        warm_state.note_global(node.target.id, node, frame, analysis)
    elif isinstance(node.target, ast.Subscript) and not (
            isinstance(node.target.slice, ast.Constant) and isinstance(node.value, ast.Constant)):
        warm_state.note(analysis.evaluate(node.target.value, frame), "summed", Site(node, frame, analysis))
    if current.__class__ is values.List:
        warm_state.note(current, "grown", Site(node, frame, analysis))
        current.open, current.unlimited = True, current.unlimited | unlimited.of_each(added)
        current.items = values.list_of(current.items + (
            added.items if added.__class__ is values.List else [literals.element(added, analysis)])).items
    elif current.__class__ is values.Dict and isinstance(node.op, ast.BitOr):
        merging.update(current, added, analysis)
    elif current.__class__ is values.Dict:
        current.open = True
    else:
        value = arithmetic.operation(current, node.op, added, Site(node, frame, analysis), True)
        if analysis.branches and isinstance(node.target, ast.Name) and current.__class__ is values.Const:
            value = value if value.__class__ is not Const or value.value.__class__ is str else UNKNOWN
        analysis.assign(node.target, value, frame)
    return ""


def _loaded(target):
    """A target as an expression that reads it."""
    copy = target.__class__(**{field: getattr(target, field) for field in target._fields})
    copy.ctx = ast.Load()
    return ast.copy_location(copy, target)


def _return(node, frame, analysis):
    """Record the returned value and its node."""
    value = analysis.evaluate(node.value, frame) if node.value is not None else values.NONE
    frame.returns.append((value, node))
    return "out"


def _raise(node, frame, analysis):
    """raise: the exception is evaluated first."""
    for entry in filter(None, (node.exc, node.cause)):
        analysis.evaluate(entry, frame)
    conditions.count_conditional_raise(analysis)
    return "out"


def _expression(node, frame, analysis):
    """A call that never returns (of a function that always raises) ends the branch."""
    value = analysis.evaluate(node.value, frame)
    if isinstance(node.value, ast.Call) and _surely_returns(analysis.last_callee):
        analysis.returning_calls.add(id(node))
    if node.value.__class__ is ast.Call and getattr(
            getattr(analysis.last_callee, "node", None), "__class__", None) is ast.AsyncFunctionDef:
        return ""  # it makes a coroutine
    return "out" if value.__class__ is values.Unknown and value.kind == "never" else ""


def _surely_returns(called):
    """Whether the called function is known, and so whether it returns."""
    classes = (values.Function, values.Aws, values.Class)
    return all(option.__class__ in classes or option.__class__ is values.External and option.dotted in PURE
               or option.__class__ is values.Method and option.name in TELLING for option in values.options(called))


def _assert(node, frame, analysis):
    """assert: its condition counts as tested, and holds after it."""
    if analysis.test(node.test, frame).__class__ is not Const:
        conditions.may_fail(analysis)
        frame.names = narrowed(frame.names, node.test, True, frame)
    return ""


def _delete(node, frame, analysis):
    """del item["key"]: the key becomes unknown."""
    for target in node.targets:
        if isinstance(target, ast.Subscript):
            current, key = analysis.evaluate(target.value, frame), analysis.evaluate(target.slice, frame)
            warm_state.note(current, "emptied", Site(node, frame, analysis))
            members.special(current, "__delitem__", (key,), Site(node, frame, analysis))
            if current.__class__ is values.Dict:
                name = texts.text(key)
                if name is None or analysis.branches:
                    current.open = True
                current.items.pop(name, None)
            elif current.__class__ is values.List:
                current.open = True
        elif isinstance(target, ast.Attribute):
            for option in values.options(analysis.evaluate(target.value, frame)):
                if option.__class__ is values.Instance:
                    members.run_accessor(option, target.attr, "deleter", (), Site(node, frame, analysis))
    return ""


def _import(node, frame, analysis):
    """import a.b, import a.b as c"""
    for alias in node.names:
        module = importing.module(alias.name, analysis)
        importing.note_import(alias.name, Site(node, frame, analysis))
        if not alias.asname:
            module = importing.module(alias.name.partition(".")[0], analysis)
        bind(alias.asname or alias.name.partition(".")[0], module, frame)
    return ""


def _import_from(node, frame, analysis):
    """from a import b as c"""
    importing.import_names(node, Site(node, frame, analysis))
    return ""


def _global(node, frame, analysis):
    """global a"""
    frame.globals.update(node.names)
    return ""


def _nonlocal(node, frame, analysis):
    """nonlocal a: from now on the function around may see another value at any time."""
    frame.nonlocals.update(node.names)
    outer = frame.outer
    while outer is not None:
        outer.shared |= frame.nonlocals & outer.names.keys()
        outer = outer.outer
    return ""


def _define(node, frame, analysis):
    """def f(...)"""
    bind(node.name, functions.define_function(node, frame, analysis), frame)
    return ""


def _define_class(node, frame, analysis):
    """class A: ..."""
    bind(node.name, functions.define_class(node, frame, analysis), frame)
    return ""


STATEMENTS = {
    **branches.STATEMENTS, **loops.STATEMENTS,
    ast.Assign: _assign, ast.AnnAssign: _annotated, ast.AugAssign: _augmented, ast.Return: _return,
    ast.Raise: _raise, ast.Expr: _expression, ast.Assert: _assert, ast.Delete: _delete, ast.Import: _import,
    ast.ImportFrom: _import_from, ast.Global: _global,
    ast.Nonlocal: _nonlocal, ast.FunctionDef: _define, ast.AsyncFunctionDef: _define, ast.ClassDef: _define_class,
    ast.Break: lambda *_: "loop", ast.Continue: lambda *_: "loop",
}
