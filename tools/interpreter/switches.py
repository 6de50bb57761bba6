"""Code that constants switch off: below `if DEBUG:`, in a loop over `()`."""
import ast

from interpreter.sources import every_node, last_name
from interpreter.values import List

CHANGING = {"__delitem__", "__setitem__", "add", "append", "clear", "extend", "insert", "pop", "popitem", "setdefault",
            "update"}  # methods
SWITCHED = {ast.If: "test", ast.While: "test", ast.For: "iter"}  # statements, with what decides whether the body runs


def condition(node):
    """The expression of a statement that decides whether its body runs."""
    return getattr(node, SWITCHED[node.__class__])


def is_empty(node):
    """Whether an expression is (), [] or {}."""
    return not getattr(node, "elts", getattr(node, "keys", True))


def is_switch(test):
    """Whether a condition consists of constants: False, DEBUG, settings.DEBUG; in `x and DEBUG` one of them."""
    kind = test.__class__
    if kind is ast.BoolOp:
        return any(map(is_switch, test.values if test.op.__class__ is ast.And else test.values[:1]))
    if kind is ast.Compare or kind is ast.UnaryOp:
        return all(map(is_switch, [test.left, *test.comparators] if kind is ast.Compare else [test.operand]))
    if kind is ast.Subscript or kind is ast.Call:  # the own `env` of a lambda is a constant
        read = test.value if kind is ast.Subscript else getattr(test.func, "value", None)
        return last_name(read) == "environ" or kind is ast.Call and last_name(test.func) == "getenv"
    if kind is ast.Tuple or is_empty(test):
        return is_empty(test) or all(map(is_switch, test.elts))
    return kind is ast.Constant or last_name(test).isupper() or last_name(test) == "__debug__"


def is_unchanged(node, analysis):
    """Whether an expression is a constant, SERVICES, and no code of the app changes a mapping or list of that name."""
    trees = [module.tree for module in analysis.modules.values() if module.tree is not None]
    is_constant = node.__class__ is ast.Name and node.id.isupper()
    return is_constant and not any(node.id in _changed_names(tree) for tree in trees)


def _changed_names(tree):
    """{name} of the mappings and lists that a module changes, or passes on, which the tree keeps."""
    if not hasattr(tree, "changed_names"):
        names = tree.changed_names = set()
        for node in every_node(tree):
            kind = node.__class__
            if kind is ast.Subscript and node.ctx.__class__ is not ast.Load:
                names.add(last_name(node.value))
            elif kind is ast.Call:
                changed = [node.func.value] if getattr(node.func, "attr", "") in CHANGING else []
                names.update(map(last_name, (*changed, *node.args, *(keyword.value for keyword in node.keywords))))
            elif kind is ast.Assign:
                names.add(last_name(node.value))
            elif kind is ast.AugAssign:
                names.add(last_name(node.target))
            elif kind is ast.Global:
                names.update(node.names)
    return tree.changed_names


def is_changing(node, frame):
    """Whether a test reads a global name, or one that an inner function sets: a call may have changed its value."""
    changing = frame.globals | frame.shared
    return bool(changing) and any(entry.__class__ is ast.Name and entry.id in changing for entry in every_node(node))


def never_loops(iterable, items):
    """Whether a loop has no rounds: over an expression (), or a constant with this value. items: the value"""
    is_constant = items.__class__ is List and items.kind == "tuple" and not items.open and iterable.__class__ is \
        ast.Name and is_switch(iterable)
    return is_empty(iterable) or is_constant and not items.items
