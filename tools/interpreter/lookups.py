"""Texts with which code looks a function, a method or an attribute up: getattr(x, "name"), globals()["name"].

A name that the code writes there is mentioned, as in x.name. Of a computed one only its beginning is known. Any other
text is no name, unless the code has one of BY_TEXT.
"""
import ast
import re

from interpreter.sources import FUNCTIONS, last_name

# {function: the position of the name that it looks up}
BY_NAME = {"getattr": 1, "getattr_static": 1, "methodcaller": 0, "attrgetter": 0, "__getattribute__": -1}
BY_ANY_NAME = {*BY_NAME, "globals", "eval", "exec", "getmembers"}
# Where these are mentioned a text may be a name: of a namespace, of a module or what it has, of case Order(total)
BY_TEXT = {"locals", "vars", "__dict__", "import_module", "__import__", "locate", "resolve_name", "modules",
           "run_module", "run_path", "timeit", "__match_args__"}
NAMESPACES = ("globals", "locals", "vars")  # functions that return one
OF_OBJECTS = {"self", "instance"}  # whose __dict__ has no methods
FORMATTED = re.compile(r"\{[^{}:!]*?\.([^{}:!]*)")  # attributes in the fields of a format: "{order.total}"


def note_call(node, name, unit):
    """Note a call of a function that looks a name up, or of a method of a namespace. name: of the function"""
    if name in BY_NAME:
        note(node, node.args if name == "attrgetter" else node.args[BY_NAME[name]:][:1], unit)
    elif name in ("get", "pop") and node.args and is_namespace(getattr(node.func, "value", None)):
        note(node.func.value, node.args[:1], unit)


def note(node, names, unit):
    """Note names that code looks up. node: the call or the namespace; names: [node], none of getattr(*pair)"""
    unit.lookups |= {id(node), id(getattr(node, "func", None))}
    own = {entry.arg for entry in unit.node.args.args[1:]} if unit.node.__class__ in FUNCTIONS and getattr(
        unit.node, "name", "") in ("__getattr__", "__getattribute__") else ()  # code mentions the names that it gets
    for name in names or [None]:
        if name.__class__ is ast.Constant and name.value.__class__ is str:
            unit.mentions.update(name.value.split("."))
            unit.values.update(name.value.split("."))
        elif getattr(name, "id", "") not in own:
            _note_start(name, node, unit)


def note_name(node, name, unit):
    """Note a function that looks names up, and that code uses for more than a call: map(getattr, ...)"""
    if name in BY_ANY_NAME and id(node) not in unit.lookups:
        unit.starts.add(("", id(node)))


def note_match_class(node, _statement, unit):
    """case Order(total=total), which reads these attributes; case Order(total): those of the class's __match_args__"""
    unit.mentions.update(node.kwd_attrs)
    if node.patterns:
        unit.mentions.add("__match_args__")


def formatted(text):
    """[name] of the attributes that str.format() reads: ["total"] of "{order.total}"."""
    return [name for names in FORMATTED.findall(text) for name in names.split(".")]


def is_namespace(node):
    """Whether a node is globals(), vars(x) or x.__dict__, which have functions and methods by their names."""
    kind = node.__class__
    return kind is ast.Call and getattr(node.func, "id", "") in NAMESPACES or kind is ast.Attribute \
        and node.attr == "__dict__" and last_name(node.value) not in OF_OBJECTS


def _note_start(text, node, unit):
    """Add the text with which names begin that code looks up by a computed text: getattr(x, "do_" + name) -> "do_"."""
    first = text.values[0] if isinstance(text, ast.JoinedStr) and text.values else text.left if isinstance(
        text, ast.BinOp) else None
    start = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
    unit.starts.add((start.partition("%")[0], id(node)))
