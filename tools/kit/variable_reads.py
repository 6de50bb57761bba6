"""The environment variables that a file reads by plain names, and whether there may be others.

A plain read is `os.environ["DEMO_TABLE"]`, however `os` is imported, also with the name in a constant: a name that the
module assigns once, a literal, and never otherwise. If a file reads the environment in any other way (a loop over
names, `env = os.environ`), the interpreter follows each lambda that imports it (scan/interpreted_reads.py).
"""
import ast

from kit import helper_reads
from kit.child_fields import CHILD_FIELDS

# Attributes and names by which code accesses the environment, or imports a module whose name is a text.
MARKS = ("environ", "getenv", "putenv", "import_module", "__import__")
# {function that reads a variable: whether it needs no value, as it has a default or only tests for the name}
READS = {"os.environ.__getitem__": False, "os.environ.get": False, "os.environ.pop": False, "os.getenv": False,
         "os.environ.setdefault": True, "os.environ.__contains__": True}
ASSIGNMENTS = {"os.environ.__setitem__", "os.environ.setdefault", "os.putenv"}
IMPORTERS = {"importlib.import_module", "__import__", "builtins.__import__"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def plain_reads(tree: ast.Module, source: str, package: str, ignored: set, names: dict[str, str] | None = None) -> dict:
    """What a file reads by plain names.

    tree     of the file; source its text
    package  the app's own: "lambdas"
    ignored  the lines with `# pareto: ignore`
    names    {local name: dotted name} of what the file imports from the package; a name "*..." has several meanings
    ->       {"reads": [[variable, line, optional]], "assigns": [variable], "imports": [[module, line, None]],
              "plain": whether the file reads nothing else, apart from
              "helpers": {name of a function: {"template", "parameters", "line", "optional"}} of kit/helper_reads.py,
              "uses": {dotted name: calls, or None}} of the imported names and of the helpers, these as ".name"
    """
    if not names and not any(mark in source for mark in MARKS):
        return {"reads": [], "assigns": [], "imports": [], "plain": True, "helpers": {}, "uses": {}}
    return _Reader(tree, package, ignored).facts(names or {})


class _Reader:
    """Collects the variables, imports and helpers of a file, in one walk over its nodes."""

    def __init__(self, tree, package, ignored):
        self.tree, self.package, self.ignored = tree, package, ignored
        self.nodes = {kind: [] for kind in KINDS}  # {class: [node]} of those that matter here
        self.bound = {}  # {name: how often it is given a value}, imports apart
        self._sort(tree)
        self.reads, self.assigns, self.imports, self.plain = [], [], [], True
        self.roots = {}  # {local name: "os.environ"}
        self.understood = set()  # ids of the nodes that lead to the environment in a plain read
        self.constants = {}
        self.helpers = {}
        self.with_attribute = {id(node.value) for node in self.nodes[ast.Attribute]}
        self.optional = {id(value) for node in self.nodes[ast.BoolOp] if node.op.__class__ is ast.Or
                         for value in node.values[:-1]} | tested_calls(self._every(TESTS))
        self._note_roots()
        self._note_constants(tree)

    def _every(self, kinds):
        """The nodes of some kinds."""
        return [node for kind in kinds for node in self.nodes[kind]]

    def _sort(self, tree):
        """Sort the nodes of the file by class, the outer ones first, and count the bindings of each name."""
        waiting, nodes = [*tree.body], self.nodes
        for node in waiting:  # which grows meanwhile
            kind = node.__class__
            if kind in nodes:
                nodes[kind].append(node)
            if kind in NAMING and (kind is not ast.Name or node.ctx.__class__ is not ast.Load):
                name = getattr(node, NAMING[kind])
                self.bound[name] = self.bound.get(name, 0) + 1
            for field in CHILD_FIELDS[kind]:
                value = getattr(node, field)
                if value.__class__ is list:
                    waiting += value
                elif value is not None:
                    waiting.append(value)

    def facts(self, names):
        """The dict of the file's reads: see plain_reads()."""
        for kind, form in FORMS.items():
            for node in self.nodes[kind]:
                form(self, node)
        suspects = {*MARKS, *self.roots}
        self.plain = self.plain and not any(
            self._is_mark(node) for nodes, field in ((self.nodes[ast.Name], "id"), (self.nodes[ast.Attribute], "attr"))
            for node in nodes if getattr(node, field) in suspects)
        names = {**names, **{name: f".{name}" for name in self.helpers}}
        loads = [node for node in self.nodes[ast.Name] if node.ctx.__class__ is ast.Load]
        uses = helper_reads.uses(self.nodes[ast.Call], loads, names, self.ignored, self._text) if names else {}
        uses.update((dotted, None) for name, dotted in names.items()
                    if self.bound.get(name, name[:1] == "*") > (name in self.helpers))
        uses.update((module, None) for module, _line, _optional in self.imports)
        return {"reads": self.reads, "assigns": self.assigns, "imports": self.imports, "plain": self.plain,
                "helpers": self.helpers, "uses": uses}

    def _note_roots(self):
        """The names that imports give to os, environ and getenv; a file with other names for those is not plain."""
        for alias in [alias for node in self.nodes[ast.Import] for alias in node.names]:
            if alias.name in ("os", "importlib"):
                self.roots[alias.asname or alias.name] = alias.name
            elif not alias.asname and alias.name.partition(".")[0] in ("os", "importlib"):
                self.roots[alias.name.partition(".")[0]] = alias.name.partition(".")[0]
        for node in self.nodes[ast.ImportFrom]:
            if not node.level and node.module in ("os", "importlib"):
                for alias in node.names:
                    renamed = alias.name in MARKS and alias.asname not in (None, alias.name)
                    self.plain = self.plain and not renamed and alias.name != "*"
                    self.roots[alias.name] = f"{node.module}.{alias.name}"
            else:
                self.plain = self.plain and not any(alias.name in (*MARKS, "os") for alias in node.names)

    def _note_constants(self, tree):
        """Notes the text of each name of the module whose only assignment is a literal text."""
        for node in tree.body:
            targets = node.targets if node.__class__ is ast.Assign else [getattr(node, "target", None)]
            value = getattr(node, "value", None)
            if len(targets) == 1 and targets[0].__class__ is ast.Name and value.__class__ is ast.Constant \
                    and value.value.__class__ is str and self.bound.get(targets[0].id) == 1:
                self.constants[targets[0].id] = value.value
        self.roots = {name: path for name, path in self.roots.items() if name not in self.bound}

    def _path(self, node):
        """(the dotted name of a node, [nodes of it]): ("os.environ.get", [...]) or ("", [])."""
        nodes = [node]
        while node.__class__ is ast.Attribute:
            node = node.value
            nodes.append(node)
        if node.__class__ is not ast.Name:
            return "", []
        root = self.roots.get(node.id) or (node.id if node.id == "__import__" else "")
        return (".".join([root, *(part.attr for part in nodes[-2::-1])]), nodes) if root else ("", [])

    def _is_mark(self, node):
        """Whether a name or attribute accesses the environment, and is no part of a plain read."""
        if id(node) in self.understood:
            return False
        if node.__class__ is ast.Attribute:
            return node.attr in MARKS
        root = self.roots.get(node.id, "")
        return node.ctx.__class__ is ast.Load and (
            node.id in MARKS or root.rpartition(".")[2] in MARKS or root in ("os", "importlib")
            and id(node) not in self.with_attribute)

    def _text(self, node):
        """The text of a literal or a constant, None of anything else."""
        if node.__class__ is ast.Constant and node.value.__class__ is str:
            return node.value
        return self.constants.get(node.id) if node.__class__ is ast.Name else None

    def _note(self, function, key, node, nodes, default=False):
        """Note a read, an assignment or an import by a function, if its name is plain or its line ignored."""
        name = self._text(key) if key is not None else None
        ignored = self.ignored and self.ignored & set(range(node.lineno, node.end_lineno + 1))
        if key is not None and name is None and not ignored and function in READS and function not in ASSIGNMENTS:
            self._note_helper(key, node, nodes, default or READS[function] or id(node) in self.optional)
        if ignored or name is not None:
            self.understood.update(map(id, nodes))
        if ignored or name is None:
            return
        if function in ASSIGNMENTS:
            self.assigns.append(name)
        if function in READS:
            self.reads.append([name, node.lineno, default or READS[function] or id(node) in self.optional])
        if function in IMPORTERS and name.startswith(self.package + "."):
            self.imports.append([name, node.lineno, None])
        elif function in IMPORTERS and name.partition(".")[0] in ("os", "importlib"):
            self.plain = False

    def _note_helper(self, key, node, nodes, optional):
        """Note a read whose variable is named by the callers of a helper function. A function has one such read."""
        helper = helper_reads.helper(self.tree, key, node, self._text)
        if helper and helper[0] not in self.helpers and self.bound[helper[0]] == 1:
            name, template, parameters = helper
            self.helpers[name] = {"template": template, "parameters": parameters, "line": node.lineno,
                                  "optional": optional}
            self.understood.update(map(id, nodes))

    def call(self, node):
        """os.environ.get("A", default), os.getenv(key="A"), import_module("lambdas.a"), os.environ.update(A="x")."""
        function, nodes = self._path(node.func)
        if not function:
            return
        keywords = {keyword.arg: keyword.value for keyword in node.keywords}
        if function in READS or function in ASSIGNMENTS or function in IMPORTERS:
            key = node.args[0] if node.args else keywords.get("key", keywords.get("name"))
            if key.__class__ is not ast.Starred and None not in keywords:
                self._note(function, key, node, nodes, len(node.args) > 1 or "default" in keywords)
        elif function == "os.environ.update":
            keys = [key for mapping in node.args if mapping.__class__ is ast.Dict for key in mapping.keys]
            self.understood.update(map(id, nodes))
            self.assigns += filter(None, [*keywords, *(self._text(key) for key in keys if key is not None)])

    def subscript(self, node):
        """Notes a read, os.environ["A"], an assignment, os.environ["A"] = ..., or a deletion, del os.environ["A"]."""
        function, nodes = self._path(node.value)
        if function == "os.environ":
            method = {ast.Load: "__getitem__", ast.Store: "__setitem__"}.get(node.ctx.__class__, "__delitem__")
            self._note(f"os.environ.{method}", node.slice, node, nodes)

    def comparison(self, node):
        """Notes a read: "A" in os.environ."""
        function, nodes = self._path(node.comparators[-1])
        if function == "os.environ" and len(node.ops) == 1 and node.ops[0].__class__ in (ast.In, ast.NotIn):
            self._note("os.environ.__contains__", node.left, node, nodes)


def tested_calls(nodes: list) -> set[int]:
    """The ids of calls whose value is only tested, `if os.getenv("LOCAL"):`, or compared with a constant: such a read
    needs no value. Not of `if not os.getenv("TOKEN"):`, which mostly raises.

    nodes  a list; only those of the classes TESTS count
    """
    tested = [side for node in nodes if node.__class__ is ast.Compare and len(node.ops) == 1
              and node.ops[0].__class__ in (ast.Eq, ast.NotEq) for side in (node.left, *node.comparators)]
    waiting = [node.test for node in nodes if isinstance(node, (ast.If, ast.IfExp, ast.While))]
    while waiting:
        node = waiting.pop()
        tested.append(node)
        waiting += node.values if node.__class__ is ast.BoolOp else []
    return {id(node) for node in tested if node.__class__ is ast.Call}


FORMS = {ast.Call: _Reader.call, ast.Subscript: _Reader.subscript, ast.Compare: _Reader.comparison}
TESTS = (ast.If, ast.IfExp, ast.While, ast.Compare)
KINDS = {*FORMS, *TESTS, ast.Name, ast.Attribute, ast.BoolOp, ast.Import, ast.ImportFrom}
# Nodes that give a name a value, and the field that holds it.
NAMING = {ast.Name: "id", ast.arg: "arg", ast.FunctionDef: "name", ast.AsyncFunctionDef: "name", ast.ClassDef: "name",
          ast.ExceptHandler: "name", ast.MatchAs: "name", ast.MatchStar: "name", ast.MatchMapping: "rest"}
