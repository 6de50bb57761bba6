"""The facts of one Python file that the scan needs, from its syntax tree alone.

Facts are plain JSON and depend on nothing but the file, so that they can be cached for the next run. scan/links.py
combines those of several files; the interpreter follows reads that are not plain.
"""
import ast
import re
from collections.abc import Callable
from typing import Any

from kit import settings_classes
from kit.child_fields import BLOCKS
from kit.problems import merge_conflict
from kit.variable_reads import FUNCTIONS, plain_reads
from scan import syntax
from scan.facts import FileFacts
from scan.handler_definition import TRIES, handler
from scan.infra_block import infra_block
from scan.variables import UNKNOWN

IGNORE = re.compile(r"#\s*pareto:\s*ignore\b")
TOO_DEEP = "nested too deeply to be read", "break up the longest expression"
IMPORT_ERRORS = {"ImportError", "ModuleNotFoundError", "Exception"}


def facts(path: str, source: str, runtime: tuple = syntax.HERE, parsed: Callable | None = None) -> FileFacts:
    """The facts of one file.

    path     from the package's folder on: "lambdas/orders/index.py"
    source   its text
    runtime  the version of Python whose syntax it has: (3, 13)
    parsed   called with the syntax tree
    """
    if conflict := merge_conflict(source):  # in the docstring, Python parses it
        return nothing(*conflict)
    if coding := syntax.coding_problem(source):
        return nothing(*coding)
    try:
        tree = syntax.parsed(source, runtime)
    except SyntaxError as error:
        return nothing(error.lineno or 1, *syntax.syntax_problem(error, source, runtime))
    except ValueError as error:  # a zero byte, before Python 3.12
        return nothing(1, f"not Python: {error}", syntax.HINT)
    except (RecursionError, MemoryError):
        return nothing(1, *TOO_DEEP)
    if parsed:
        parsed(tree)
    try:
        return _facts(path, source, tree)
    except RecursionError:
        return nothing(1, *TOO_DEEP)


def _facts(path: str, source: str, tree: ast.Module) -> FileFacts:
    """facts() of a file that is Python."""
    parts = path.removesuffix(".py").split("/")
    is_package = parts[-1] == "__init__"
    module = ".".join(parts[:-1] if is_package else parts)
    ignored = _ignored(source)
    base = module if is_package else module.rpartition(".")[0]
    imports, names = _imports(tree, parts[0], base)
    reads = plain_reads(tree, source, parts[0], ignored, names)
    reads["reads"] += settings_classes.reads(tree, source, ignored)
    file_facts: FileFacts = {**nothing(0, "", ""), **reads, "problems": [], "ignored": sorted(ignored), "names": names,
                             "imports": imports + reads["imports"] + _named_modules(tree, source, parts[0])}
    if parts[-1] == "index":
        block, lines, problems = infra_block(tree, source)
        file_facts = {**file_facts, "infra": block, "lines": lines, "handler": handler(tree, "yield" in source)}
        file_facts["problems"] += [list(problem) for problem in problems]
    return file_facts


def nothing(line: int, message: str, hint: str) -> FileFacts:
    """The facts of a file that is not read further: one problem, and no imports, reads or handler."""
    return {"parsed": not message, "infra": None, "trigger": UNKNOWN, "lines": {"": 1}, "handler": None,
            "imports": [], "reads": [], "assigns": [], "plain": True, "ignored": [], "helpers": {}, "uses": {},
            "names": {},
            "problems": [[line, message, hint]]}


def _ignored(source):
    """{line} of the lines with `# pareto: ignore`: the scan ignores variables that are read there."""
    if not IGNORE.search(source):
        return set()
    return {number for number, line in enumerate(source.split("\n"), 1) if IGNORE.search(line)}


def _imports(tree, package, base_package):
    """([[dotted name, line, certain]], {local name: dotted name}): what a file imports of the app's `package`, and what
    its names mean. `base_package`: that of the file, for relative imports.

    In `from a import b` it is not certain (false) that b is a module; a module that is imported in a try that
    continues without it is optional (null).
    """
    imports: list = []
    names: dict[str, str] = {}
    waiting: list[tuple[Any, bool]] = [(statement, False) for statement in reversed(tree.body)]
    while waiting:
        node, optional = waiting.pop()
        entries = IMPORTS.get(node.__class__)
        for dotted, certain, local, meaning in entries(node, base_package) if entries else ():
            if dotted == package or dotted.startswith(package + "."):
                imports.append([dotted, node.lineno, None if optional else certain])
                if local and names.setdefault(local, meaning) != meaning:
                    names.update({f"*{meaning}": meaning, f"*{names[local]}": names[local]})
        for block in BLOCKS[node.__class__]:  # no import is in an expression
            nested = optional and not isinstance(node, FUNCTIONS) or block == "body" and isinstance(node, TRIES) \
                and _forgives(node)
            waiting += [(statement, nested) for statement in reversed(getattr(node, block))]
    return imports, names


def _named_modules(tree, source, package):
    """[[dotted name, line, null]] of the package's modules that arguments of calls name by a text, for their data or
    to run them: resources.files("lambdas.rates"), runpy.run_module("lambdas.rates"), a class of logging."""
    if f'"{package}' not in source and f"'{package}" not in source:
        return []
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)
             and (getattr(node.func, "attr", None) or getattr(node.func, "id", None)) not in NOT_IMPORTING]
    texts = {(part.value, part.lineno) for node in calls for argument in (*node.args, *node.keywords)
             for part in ast.walk(argument) if isinstance(part, ast.Constant) and isinstance(part.value, str)}
    return [[text.replace(":", "."), line, None] for text, line in sorted(texts)
            if f"{text}.".startswith(f"{package}.")]


def _imported(node, _package):
    """import a.b, c -> [(module, whether it is certain that it is one, local name, its meaning)]"""
    return [(alias.name, True, alias.asname or alias.name.partition(".")[0],
             alias.name if alias.asname else alias.name.partition(".")[0]) for alias in node.names]


def _imported_from(node, package):
    """from .a import b, c -> as _imported(); the local name "*lambdas.a" stands for all names of lambdas.a."""
    base = absolute(node.module or "", node.level, package)
    every = [(base, True, f"*{base}" if any(alias.name == "*" for alias in node.names) else "", base)]
    return every + [(f"{base}.{alias.name}", False, alias.asname or alias.name, f"{base}.{alias.name}")
                    for alias in node.names if alias.name != "*"]


def absolute(name: str, level, package: str) -> str:
    """The dotted name of a relative module: ("dates", 2, "lambdas.orders") -> "lambdas.dates"."""
    if not level:
        return name
    parts = package.split(".")
    base = parts[:len(parts) - level + 1]
    return ".".join([*base, name] if name else base)


NOT_IMPORTING = {"getLogger", "getChild", "Logger", "open", "print"}  # calls with texts that name no module
IMPORTS = {ast.Import: _imported, ast.ImportFrom: _imported_from}


def _forgives(node):
    """Whether a try catches an ImportError, so that the code runs although the import failed."""
    caught = [name for handler in node.handlers for name in ast.walk(handler.type or ast.Name("Exception"))]
    return any(isinstance(name, ast.Name) and name.id in IMPORT_ERRORS for name in caught)
