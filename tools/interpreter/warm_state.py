"""State that a warm Lambda keeps: lists and mappings of modules, classes and default arguments; globals that add up.

A container of such state has `warm`: a dict {"name", "file", "line"} with the marks of what handlers do with it:

    grown     (file, line) where a handler appends to it
    summed    (file, line) where a handler adds to what a key has
    filled    (file, line) where a handler sets an unknown key
    kept      (file, line) of setdefault(key, item of a table), which reads the item each time and returns the first
    emptied   code removes elements, or sets the name anew
    tested    a condition tests it, or code looks up one of its keys
    compared  a condition tests a value in it
    read      the handler reads it as a whole
    absent    (file, line) where it gets an item of a table, or None if there is none
"""
import ast

from interpreter import values
from interpreter.sources import every_node
from interpreter.values import Class, Dict, Function, Instance, List

GROWING = {"append", "appendleft", "add", "insert", "extend", "update"}
EMPTYING = {"clear", "pop", "popitem", "popleft", "remove", "discard"}
READING = {"items", "values", "copy", "keys"}


def mark_module(module, analysis):
    """Mark the lists and mappings that a module, its classes and its objects have under names."""
    for name, value in module.frame.names.items():
        if value.__class__ is Class and value.frame.module is module or value.__class__ is Instance:
            for member, part in value.names.items():
                mark(part, f"{name}.{member}", module, analysis)
                _mark_defaults(part, module, analysis)
        if value.__class__ is Function:
            _mark_defaults(value, module, analysis)
        else:
            mark(value, name, module, analysis)


def _mark_defaults(value, module, analysis):
    """Mark the lists and mappings that are default arguments of a function."""
    if value.__class__ is not Function or not value.defaults or value.frame.module is not module \
            or isinstance(value.node, ast.Lambda):
        return
    signature = value.node.args
    names = [parameter.arg for parameter in (*signature.posonlyargs, *signature.args)]
    names = [*names[len(names) - len(signature.defaults):], *(parameter.arg for parameter in signature.kwonlyargs)]
    for name, default in zip(names, value.defaults):
        mark(default, f"the default of {name}", module, analysis)


def mark(value, name, module, analysis):
    """Mark a list or mapping, the value of `name` in a module, as state that invocations share."""
    if (value.__class__ is Dict or value.__class__ is List and value.kind != "tuple") and value.warm is None:
        value.warm = {"name": name, "file": module.path}
        analysis.warm.append(value.warm)
        for key, part in value.items.items() if value.__class__ is Dict else ():
            if part.__class__ in (Dict, List) and not part.items:
                mark(part, f"{name}[{key!r}]", module, analysis)
        for nested in value.rest if value.__class__ is Dict else ():
            if nested.__class__ in (Dict, List):  # of a defaultdict: totals[key].append(...) adds to what the key has
                nested.warm = value.warm
                value.warm["collects"] = True


def note(value, kind, site):
    """Record what the handler does with marked state. kind: one of the marks above, "grown"."""
    for option in values.options(value):
        warm = getattr(option, "warm", None)
        if warm is not None and (site.analysis.in_handler or kind == "emptied"):
            warm.setdefault(kind, (site.frame.module.path, site.node.lineno))


def note_method(value, name, arguments, site):
    """Record a call of a method of marked state."""
    if name in GROWING and value.__class__ is List:
        note(value, "summed" if "collects" in (value.warm or {}) else "grown", site)
    elif name == "update" and any(part.__class__ is not Dict or part.open for part in arguments.positional):
        note(value, "filled", site)
    elif name in EMPTYING:
        note(value, "emptied", site)
    elif name in READING:
        note(value, "read", site)
    elif name == "get":
        note(value, "compared" if site.analysis.testing else "tested", site)
    elif name == "setdefault":
        default = arguments.get(1)
        collects = default.__class__ in (List, Dict) and not default.items
        note(value, "summed" if collects else "tested", site)
        if any(option.__class__ is values.Row for option in values.options(default)):
            note(value, "kept", site)


def note_item(container, key, value, site):
    """Record container[key] = value for marked state; key, value: nodes. A value that reads the earlier one adds."""
    if getattr(container, "warm", None) is None:
        return
    if isinstance(key, ast.Constant):
        note_emptied(container.items.get(key.value) if container.__class__ is Dict else None)
    if isinstance(key, ast.Slice) or isinstance(key, ast.Constant) and isinstance(value, ast.Constant):
        note(container, "emptied", site)
    elif not isinstance(key, ast.Constant):
        note(container, "summed" if _reads_itself(value, site.node) else "filled", site)


def note_value(container, value, site):
    """Record that marked state gets a part of an item of a table under an unknown key, and None if there is no item."""
    options = values.options(value)
    rows = [option for option in options if option.__class__ is values.Row and not option.many]
    is_none = any(option.__class__ is values.Const and option.value is None for option in options)
    if rows and is_none and len(options) == 2:
        note(container, "absent", site)
        if getattr(container, "warm", None) is not None:
            container.warm["call"] = rows[0].call


def _reads_itself(node, target):
    """Whether the node of a value reads the container of a target: totals[k] = totals.get(k, 0) + 1."""
    if node is None or not isinstance(target, ast.Subscript):
        return False
    container = ast.unparse(target.value)
    return any(isinstance(part, (ast.Attribute, ast.Subscript)) and ast.unparse(part.value) == container
               for part in every_node(node))


def note_global(name, node, frame, analysis):
    """Record in analysis.globals that a function of the app assigns a global name.

    node  the assignment. In a handler, total += x marks "summed", but += 1 does not; a value that does not read the
          name marks "emptied"
    """
    if name not in frame.globals or frame.outer is None:
        return
    key, old = (frame.module.path, name), frame.module.frame.names.get(name)
    state = analysis.globals.setdefault(key, {"name": name, "file": frame.module.path})
    augmented = isinstance(node, ast.AugAssign)
    if augmented or any(isinstance(part, ast.Name) and part.id == name for part in every_node(node.value)):
        if analysis.in_handler and not (augmented and isinstance(node.value, ast.Constant)) and _is_sum(node, name):
            state.setdefault("summed", (frame.module.path, node.lineno))
    else:
        state["emptied"] = True
        note_emptied(old)


def note_emptied(value):
    """Record that marked state is emptied: its name gets another value, or it is passed to unknown code."""
    if getattr(value, "warm", None) is not None:
        value.warm["emptied"] = True


def _is_sum(node, name):
    """Whether an assignment adds to a name: total += x, total = total + x; but not by a constant, as counters do."""
    if isinstance(node, ast.AugAssign):
        return isinstance(node.op, ast.Add)
    value = node.value
    return isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add) \
        and not isinstance(value.right, ast.Constant) \
        and name in (getattr(value.left, "id", ""), getattr(value.right, "id", ""))


def states(analysis):
    """[state] that grows in a handler and that no code empties: {"name", "file", "summed": [file, line], ...}"""
    return [{key: list(value) if isinstance(value, tuple) else value for key, value in state.items()}
            for state in (*analysis.warm, *analysis.globals.values())
            if {"grown", "summed", "filled", "kept"} & state.keys() and "emptied" not in state]
