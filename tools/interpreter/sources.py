"""The modules of the app as syntax trees, each read once."""
import ast
import contextlib
import sys
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from typing import Any

from kit.child_fields import CHILD_FIELDS, NODE_FIELDS, parsed

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
MOST_RECURSION = 8_000  # calls of Python: about 3 MB of the 8 MB stack of a process


class Sources:
    """The texts and syntax trees of the app's modules.

    files    {"lambdas.dates": "lambdas/dates.py"}
    folders  {"lambdas"}: dotted names of the folders above the modules
    read     function(path) -> text, if not from the disk
    """

    def __init__(self, files: dict[str, str], read: Callable[[str], str] | None = None):
        self.files = files
        self.folders = {".".join(name.split(".")[:end]) for name in files for end in range(1, name.count(".") + 1)}
        self.trees, self.texts = {}, {}
        self.read = read or (lambda path: Path(path).read_bytes().decode("utf-8-sig"))

    def add(self, path: str, text: str, tree: ast.Module) -> None:
        """Add a file that is read already."""
        self.texts[path], self.trees[path] = text, with_tries(text, tree)

    def remove(self, path: str) -> None:
        """Remove a file that nothing needs any more. Its tree is emptied: the units of a tree refer to it, a cycle."""
        self.texts.pop(path, None)
        if path in self.trees:
            self.trees.pop(path).__dict__.clear()

    def text(self, path: str) -> str:
        """The text of a file."""
        if path not in self.texts:
            self.texts[path] = self.read(path)
        return self.texts[path]

    def tree(self, path: str) -> ast.Module:
        """The syntax tree of a file; an empty one if it is not Python: scan reports that."""
        if path not in self.trees:
            try:
                self.trees[path] = with_tries(self.text(path), parsed(self.text(path)))
            except (SyntaxError, ValueError, RecursionError, OSError):
                self.trees[path] = ast.Module([], [])
        return self.trees[path]

    def package_of(self, dotted: str) -> str:
        """The dotted package from which a module's relative imports count: "lambdas.a" of lambdas.a.index."""
        path = self.files.get(dotted, "")
        return dotted if path.endswith("/__init__.py") else dotted.rpartition(".")[0]

    def is_ours(self, dotted: str) -> bool:
        """Whether a dotted name is a module or folder of the app."""
        return dotted in self.files or dotted in self.folders

    def top(self) -> str:
        """The name of the app's package, "lambdas"; "" for an app without modules."""
        return next(iter(self.files), "").partition(".")[0]


@contextlib.contextmanager
def deep_recursion() -> Generator[None]:
    """Raises Python's limit of recursion, for deeply nested code: each `elif` is nested in the one before."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, MOST_RECURSION))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def with_tries(text: str, tree: ast.Module) -> ast.Module:
    """A file's tree in which `with suppress(KeyError): ...` is `try: ... except KeyError: pass`."""
    if "suppress" not in text:
        return tree
    for node in ast.walk(tree):
        for remembered in ("nodes_below", "by_kind"):
            node.__dict__.pop(remembered, None)
    return Suppressions().visit(tree)


class Suppressions(ast.NodeTransformer):
    """Replaces each `with` that has contextlib.suppress() among its items."""

    def visit_With(self, node: ast.With) -> ast.AST:
        """The `with`, or its items before suppress() around a try."""
        self.generic_visit(node)
        at = next((at for at, item in enumerate(node.items) if isinstance(item.context_expr, ast.Call) and ast.unparse(
            item.context_expr.func) in ("suppress", "contextlib.suppress") and not item.optional_vars), None)
        if at is None:
            return node
        call: Any = node.items[at].context_expr
        body: list[Any] = [ast.With(node.items[at + 1:], node.body)] if node.items[at + 1:] else node.body
        caught = call.args[0] if len(call.args) == 1 else ast.Tuple(call.args, ast.Load())
        tried: Any = ast.Try(body, [ast.ExceptHandler(caught, None, [ast.Pass()])], [], [])
        tried = ast.With(node.items[:at], [tried]) if at else tried
        return ast.fix_missing_locations(ast.copy_location(tried, node))


def every_node(tree: Any) -> list[Any]:
    """All nodes of a syntax tree, those of nested functions too, in the order of ast.walk(), in half of its time.

    The tree keeps those below it for the next search: a list with the tree itself would be a cycle.
    """
    if not hasattr(tree, "nodes_below"):
        nodes = [tree]
        for node in nodes:  # which grows meanwhile
            for name in NODE_FIELDS[node.__class__]:
                value = getattr(node, name, None)
                if value.__class__ is list:
                    nodes += [part for part in value if part is not None] if None in value else value
                elif value is not None:
                    nodes.append(value)
        tree.nodes_below = nodes[1:]
    return [tree, *tree.nodes_below]


def nodes_of(tree: Any, *kinds: type) -> list[Any]:
    """The nodes of some classes in a tree, in the order of every_node(). The tree keeps those below it by their class:
    of the hundreds of nodes of a file, most searches need a few."""
    if not hasattr(tree, "by_kind"):
        by_kind: dict[type, list] = {}
        for node in every_node(tree)[1:]:
            by_kind.setdefault(node.__class__, []).append(node)
        tree.by_kind = by_kind
    own, present = [tree] * (tree.__class__ in kinds), [kind for kind in kinds if kind in tree.by_kind]
    if len(present) < 2:
        return own + tree.by_kind[present[0]] if present else own
    return own + [node for node in tree.nodes_below if node.__class__ in present]


def parents(tree: Any) -> dict[Any, Any]:
    """{node: the node around it} of all nodes in a tree but contexts, operators and the names of imports."""
    around = {}
    for node in every_node(tree):
        for field in CHILD_FIELDS[node.__class__]:
            value = getattr(node, field, None)
            for part in value if value.__class__ is list else [value]:
                if part is not None:
                    around[part] = node
    return around


def functions(tree: ast.AST) -> list[Any]:
    """The nodes of all functions in a tree, nested ones and the tree itself too."""
    return nodes_of(tree, *FUNCTIONS)


def assignments(nodes: Iterable[ast.AST]) -> list[tuple[str, Any]]:
    """[(name, node of its value)] of the nodes that are assignments to names: `rows = []`, `first = rows = []`."""
    return [(target.id, node.value) for node in nodes if isinstance(node, ast.Assign) for target in node.targets
            if isinstance(target, ast.Name)]


def identifiers(tree: ast.AST) -> set[str]:
    """The names in a tree, without those of attributes and definitions."""
    return {node.id for node in nodes_of(tree, ast.Name)}


def is_abstract(function):
    """Whether the body of a function does nothing: that of an abstract method."""
    return not isinstance(function, ast.Lambda) and all(
        isinstance(node, (ast.Pass, ast.Raise)) or isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        for node in function.body)


def is_accessor(decorator, name):
    """Whether a decorator of a function with a name is that of another function of a property: mode.setter of mode."""
    return isinstance(decorator, ast.Attribute) and decorator.attr in ("setter", "deleter", "getter") and getattr(
        decorator.value, "id", "") == name


def used_name(node):
    """The name under which code uses a function: "mode.setter" of the setter of a property. "" of other nodes"""
    name, decorators = getattr(node, "name", ""), getattr(node, "decorator_list", ())
    kind = next((entry.attr for entry in decorators if is_accessor(entry, name) and entry.attr != "getter"), "")
    return f"{name}.{kind}" if kind else name


def last_name(node: Any) -> str:
    """"loads" of json.loads, "print" of print; "" of an expression that is no name and no attribute."""
    return getattr(node, "attr", getattr(node, "id", ""))


def called_name(node: Any) -> str:
    """"loads" of a call json.loads(text); "" of a node that is no call."""
    return last_name(getattr(node, "func", None))


def decorator_names(node: Any) -> set[str]:
    """The last names of the decorators of a function or a class: {"lru_cache"} of @functools.lru_cache(None)."""
    return {last_name(getattr(entry, "func", entry)) for entry in node.decorator_list}


def read_item(node: Any) -> tuple[Any, Any]:
    """(node of the mapping, node of the key) of mapping["a"] and mapping.get("a"); (None, None) of others."""
    if isinstance(node, ast.Subscript):
        return node.value, node.slice
    is_get = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "get" and bool(node.args)
    return (node.func.value, node.args[0]) if is_get else (None, None)


def read_key(node: Any) -> Any:
    """"a" of mapping["a"] and mapping.get("a"); None of another expression, or of a key that is no constant."""
    return getattr(read_item(node)[1], "value", None)


def handler_function(tree: ast.Module) -> Any:
    """The function of a module that `handler` names: `def handler`, or `handler = other` of another function; None."""
    by_name = {node.name: node for node in tree.body if isinstance(node, FUNCTIONS) and hasattr(node, "name")}
    aliases = [node.value.id for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name)
               and [getattr(target, "id", "") for target in node.targets] == ["handler"]]
    return by_name.get(aliases[-1] if aliases else "handler")


def constant_texts(tree: ast.AST) -> set[str]:
    """The constant texts in a tree."""
    return {node.value for node in nodes_of(tree, ast.Constant) if isinstance(node.value, str)}
