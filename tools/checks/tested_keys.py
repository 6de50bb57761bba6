"""Keys of a request whose presence the code may test in a way that the interpreter does not follow."""
import ast
import re

from interpreter.sources import nodes_of

USES = re.compile(r"[+<]|[\w.]+\(\)")  # of a value as an operand, or as an argument: "+", "int()"


def is_tested(subject, name, note):
    """Whether the lambda `name` may test the key of a part of the event that it uses as an operand or an argument: a
    list, a comparison or a call has the key's name. note: "null" """
    return isinstance(note["key"], str) and USES.fullmatch(note["key"]) is not None \
        and is_named(subject, name, note["path"][-1])


def is_named(subject, name, key):
    """Whether a list, a comparison or a call in the code of the lambda `name` has a key as a text."""
    return any(key in subject.of_tree(tested_names, path) for path in subject.observations[name]["files"])


def tested_names(tree):
    """[text] of the constants in lists, comparisons, and the arguments of functions."""
    parts = [part for node in nodes_of(tree, ast.Tuple, ast.List, ast.Set) for part in node.elts]
    parts += [part for node in nodes_of(tree, ast.Compare) for part in (node.left, *node.comparators)]
    parts += [part for node in nodes_of(tree, ast.Call) for part in node.args
              if getattr(node.func, "attr", "") != "get"]
    return sorted({part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)})
