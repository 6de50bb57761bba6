"""Which module may import which, and what an import inside a function must say."""
import ast
from graphlib import CycleError, TopologicalSorter

from interpreter.sources import FUNCTIONS, every_node
from tests.fixtures.cases import cases, results
from tests.fixtures.paths import ROOT
from tests.fixtures.sources import MODULES, by_module, imports, tree_of

# Imports go down only, and rooms of one floor know nothing of each other.
FLOORS = [{"kit"}, {"aws"}, {"recipes", "interpreter"}, {"scan"},
          {"push", "deploy", "domain", "website", "userpool", "project", "checks", "incidents"}, {"localcloud"}, {"testkit"}]


def room_imports(room):
    """{name of another room of tools/ that a module of the room imports}"""
    names = set()
    for path in (ROOT / "tools" / room).rglob("*.py"):
        names |= {name.split(".")[0] for name in imports(tree_of(path))}
    return names & set().union(*FLOORS) - {room}


@cases("room", sorted(set().union(*FLOORS)))
def test_a_room_imports_only_rooms_of_lower_floors(room):
    below = set()
    for floor in FLOORS:
        if room in floor:
            break
        below |= floor
    assert room_imports(room) - below == set()


def test_every_room_stands_on_a_floor():
    assert {path.parent.name for path in (ROOT / "tools").glob("*/__init__.py")} == set().union(*FLOORS)


def dotted_name(path):
    """"kit.names" of tools/kit/names.py, "kit" of tools/kit/__init__.py."""
    return ".".join(path.relative_to(ROOT / "tools").with_suffix("").parts).removesuffix(".__init__")


def module_imports(tree, modules):
    """{dotted name} of those of `modules` that a module imports when it is imported itself."""
    lazy = {id(node) for function in every_node(tree) if isinstance(function, FUNCTIONS) for node in every_node(function)}
    names = {name for node in every_node(tree) if isinstance(node, (ast.Import, ast.ImportFrom)) and id(node) not in lazy
             for name in imports(node)}
    return {name if name in modules else name.rpartition(".")[0] for name in names} & modules


def circle(graph):
    """[dotted name] of a circle of imports, [] if there is none. graph: {dotted name: {dotted name}}"""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def test_no_modules_import_each_other():
    modules = {dotted_name(path): path for path in MODULES}
    assert circle({name: module_imports(tree_of(path), modules.keys()) - {name} for name, path in modules.items()}) == []


test_the_imports_of_a_module = results(lambda text: module_imports(ast.parse(text), {"kit", "kit.names"}), [
    ("import kit.names", {"kit.names"}),
    ("from kit import names, cli", {"kit.names", "kit"}),
    ("from kit.names import prefix", {"kit.names"}),
    ("def f():\n    from kit import names", set()),
    ("import json", set()),
])


def test_a_circle_is_found():
    assert circle({"a": {"b"}, "b": {"a"}}) and not circle({"a": {"b"}, "b": set()})


def unexplained(tree, lines):
    """[line] of the imports inside functions that have no comment of their cost, in their line or in that of an import
    just above them."""
    nodes = {node.lineno: node for function in every_node(tree) if isinstance(function, FUNCTIONS)
             for node in every_node(function) if isinstance(node, (ast.Import, ast.ImportFrom))}
    explained: set = set()
    for line in sorted(nodes):
        if "#" in lines[line - 1] or line - 1 in explained:
            explained.update(range(line, nodes[line].end_lineno + 1))
    return sorted(nodes.keys() - explained)


def test_an_import_inside_a_function_says_what_it_costs():
    assert by_module(lambda path: unexplained(tree_of(path), path.read_text().split("\n"))
                     if "code" not in path.parts else []) == {}


test_an_import_without_a_comment_is_found = results(lambda text: unexplained(ast.parse(text), text.split("\n")), [
    ("import json", []),
    ("def f():\n    import json", [2]),
    ("def f():\n    import json  # 2 ms", []),
    ("def f():\n    import json  # 2 ms\n    import re", []),
    ("def f():\n    import json  # 2 ms\n    print()\n    import re", [4]),
])
