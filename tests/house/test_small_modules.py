"""A module of a few lines that serves one other belongs into that one."""
import ast
import functools
import re

from interpreter.sources import every_node
from tests.fixtures.paths import ROOT
from tests.fixtures.sources import tree_of_text

TOOLS = ROOT / "tools"
SMALLEST = 25  # lines
MODULES = {".".join(path.relative_to(TOOLS).with_suffix("").parts): path for path in TOOLS.rglob("*.py")
           if path.name != "__init__.py" and path.parent != TOOLS and "code" not in path.parts}


@functools.cache
def imported(text):
    """{dotted name} that a module of this text imports, and the packages above them."""
    names = set()
    for node in every_node(tree_of_text(text)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return {name[:end] for name in names for end in (*(dot.start() for dot in re.finditer(r"\.", name)), None)}


def users(texts):
    """{module: the files that import it or something of it} of {file: text}."""
    names = {file: imported(text) for file, text in texts.items()}
    return {module: {file for file, dotted in names.items() if module in dotted} for module in MODULES}


def small(texts):
    """The modules with fewer lines than SMALLEST and one user. A register of pytest, which nobody imports, has none."""
    by_module = users(texts)
    return sorted(module for module, path in MODULES.items()
                  if texts[path].count("\n") < SMALLEST and len(by_module[module]) == 1)


@functools.cache
def texts_of_tools():
    """{file: text} of tools/."""
    return {path: path.read_text() for path in TOOLS.rglob("*.py")}


def test_no_small_module_serves_one_other():
    assert small(texts_of_tools()) == []


def test_a_small_module_with_one_user_is_found():
    user = TOOLS / "recipes/queue.py"
    texts = {path: text.replace("nothing", "anything") if path != user and "recipes" in text else text
             for path, text in texts_of_tools().items()}
    assert small(texts) == ["recipes.nothing"]
