"""The files of tests and of the benchmarks are short, and what two tests share is in tests/fixtures."""
import ast
import re

from interpreter.sources import every_node
from tests.fixtures.cases import results
from tests.fixtures.paths import ROOT

LONGEST_FILE = 250
OF_TESTS = re.compile(r"\btests\.(?!fixtures\.(?!test_))")  # the others need no parsing, which takes two seconds


def files_of_tests():
    """The paths of the files of tests/, without those of the example and of golden apps."""
    return [path for path in sorted((ROOT / "tests").rglob("*.py"))
            if not path.relative_to(ROOT).is_relative_to("tests/example") and "golden" not in path.parts]


def imported_tests(text):
    """["tests.programs.test_x"]: the modules of tests that a module imports."""
    nodes = every_node(ast.parse(text)) if OF_TESTS.search(text) else []
    modules = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    modules += [f"{node.module}.{alias.name}" for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names]
    return sorted({module for module in modules if any(part.startswith("test_") for part in module.split(".")[:3])
                   and module.startswith("tests.")})


def test_every_file_is_short():
    lengths = {str(path.relative_to(ROOT)): path.read_text().count("\n") for path in [*files_of_tests(), *(ROOT / "bench").glob("*.py")]}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_file_imports_tests():
    imported = {str(path.relative_to(ROOT)): imported_tests(path.read_text()) for path in files_of_tests()}
    assert {path: modules for path, modules in imported.items() if modules} == {}


def repeated_tests(text):
    """{name of two tests}: only the last one of a name runs."""
    names = re.findall(r"^(?:def )?(test_\w+)(?:\(| = )", text, re.M)
    return {name for name in names if names.count(name) > 1}


def test_no_test_hides_another_of_its_name():
    assert {str(path): names for path in files_of_tests() if (names := repeated_tests(path.read_text()))} == {}
    assert repeated_tests("def test_a(x):\n    pass\n\n\ntest_a = finds([])\ntest_b = finds([])\n") == {"test_a"}


test_an_import_of_tests_is_seen = results(imported_tests, [
    ("from tests.programs.test_stack_programs import project\n", ["tests.programs.test_stack_programs.project"]),
    ("from tests.programs import test_stack_programs\n", ["tests.programs.test_stack_programs"]),
    ("import tests.kit.test_files\n", ["tests.kit.test_files"]),
    ("from tests.fixtures.paths import test_root\nfrom testkit import test_keys\nimport tests.fixtures.paths\n", []),
])
