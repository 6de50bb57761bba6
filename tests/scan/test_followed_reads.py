"""Reads of variables that are not plain: followed by the interpreter, the same one that `make check` uses."""
import pytest

from interpreter import analysis
from interpreter.sources import every_node
from kit import variable_reads
from kit.problems import Problems
from scan.scanning import scan
from tests.fixtures.cases import cases, results
from tests.fixtures.paths import ROOT
from tests.fixtures.sources import tree_of
from tests.fixtures.written_files import write_files

CANNOT = "the name of this variable is known only when the code runs"
INDEX = '"""\ninfra: {}\n"""\nimport os\n%s\n\n\ndef handler(event, context):\n    return os.environ\n'


@pytest.fixture
def variables(own_folder):
    """variables(code, name=text): the names that a lambda of this code reads, or the [(file, line, message)] of its problems."""
    def scanned(code, **modules):
        texts = {"app.yaml": "name: demo\n", "lambdas/a/index.py": INDEX % code,
                 **{f"lambdas/{name}.py": text for name, text in modules.items()}}
        write_files(texts, own_folder)
        try:
            model = scan("lambdas", "app.yaml", {}, {})
        except Problems as problems:
            return [(problem.path.removeprefix("lambdas/"), problem.line, problem.message) for problem in problems.args]
        return [variable["name"] for variable in model["lambdas"]["a"]["env"]]
    return scanned


NEED = "import os\n\n\ndef need(name):\n    return os.environ[name]\n"

test_a_name_is_read_as_python_would_make_it = results(lambda variables, code: variables(code), [
    ('NAME = "DEMO_TABLE"\nNAME = NAME.replace("_TABLE", "_ARCHIVE_TABLE")\nos.environ[NAME]', ["DEMO_ARCHIVE_TABLE"]),
    ('NAME = "DEMO"\nNAME += "_TABLE"\nos.environ[NAME]', ["DEMO_TABLE"]),
    ('NAME = "A_A"\nos.environ[NAME]\nNAME = "B_B"\nos.environ[NAME]', ["A_A", "B_B"]),
    ('def f():\n    name = "A"\n    name = name + "_A"\n    return os.environ[name]', ["A_A"]),
    ('NAME = "a-a"\nos.environ[NAME.upper().replace("-", "_")]', ["A_A"]),
    ('for n in "A_A B_B".split():\n    os.environ[n]', ["A_A", "B_B"]),
    ('for n in ("a", "b"):\n    os.environ[n.upper() + "_X"]', ["A_X", "B_X"]),
    ('for n in ("a", "b"):\n    os.environ["{}_X".format(n.upper())]', ["A_X", "B_X"]),
    ('for n in ("A", "B"):\n    os.environ["_".join(["X", n])]', ["X_A", "X_B"]),
    ('for n in [f"{x}_X" for x in ("A", "B")]:\n    os.environ[n]', ["A_X", "B_X"]),
    ('T = {"a": "A_A", "b": "B_B"}\nos.environ[T["b"]]', ["B_B"]),
    ('T = ["A_A", "B_B"]\nos.environ[T[1]]', ["B_B"]),
    ('T = {}\nT["a"] = "A_A"\nos.environ[T["a"]]', ["A_A"]),
    ('T = []\nT.append("A_A")\nfor n in T:\n    os.environ[n]', ["A_A"]),
    ('N = None\nif event_source():\n    N = "A_A"\nos.environ[N]', ["A_A"]),
    ('class Store:\n    def __init__(self, name):\n        self.name = name\n\n    def table(self):\n'
     '        return os.environ[self.name]\n\n\nStore("A_A").table()', ["A_A"]),
    ('import enum\nclass N(enum.Enum):\n    A = "A_A"\n    B = "B_B"\nfor n in N:\n    os.environ[n.value]', ["A_A", "B_B"]),
    ('def f(name, deep):\n    if deep:\n        return f("B_B", deep - 1)\n    return os.environ[name]\nf("A_A", x())',
     ["A_A", "B_B"]),
    ('def f():\n    def g():\n        for n in ("A_A", "B_B"):\n            os.environ[n]\n    return 1', ["A_A", "B_B"]),
    ('list(map(os.getenv, ["A_A", "B_B"]))', ["A_A", "B_B"]),
    ('import functools\nget = functools.partial(os.environ.get, "A_A")\nget()', ["A_A"]),
    ('class Node:\n    def __init__(self):\n        self.node = None\n    def next(self):\n'
     '        self.node = self.node.next\n    def value(self):\n        return self.node.value()\nget = os.getenv\nget("A_A")',
     ["A_A"]),
    ('class Names:\n    A = "A_A"\n\n    class Inner:\n        B = "B_B"\n\n\nos.environ[Names.A], os.environ[Names.Inner.B]',
     ["A_A", "B_B"]),
    ('class E:\n    def need(self, n):\n        return os.environ[n]\n    def t(self):\n        return self.need("A_A")', ["A_A"]),
    ('class B:\n    N = None\n    def t(self):\n        return os.environ[self.N]\n\n\nclass A(B):\n    N = "A_A"\n\n\nA().t()',
     ["A_A"]),
    ('os.environ["{0}_{b}".format("A", b="A")]', ["A_A"]),
    ('for k, n in zip(("a", "b"), ("A_A", "B_B")):\n    os.environ[n]', ["A_A", "B_B"]),
    ('N = None\ndef init():\n    global N\n    N = "A_A"\n\n\ninit()\ndef use():\n    return os.environ[N]', ["A_A"]),
    ("".join(f'for n{at} in ("A", "B"):\n{"    " * 0}    os.environ["X_" + n{at}]\n' for at in range(30)), ["X_A", "X_B"]),
], "variables")


@cases("code, line", [
    ('NAME = "DEMO_TABLE"\nNAME = NAME.replace("_TABLE", x())\nos.environ[NAME]', 7),
    ('NAME = "DEMO_TABLE"\nif x():\n    NAME = y()\nos.environ[NAME]', 8),
    ('T = {"a": "A_A", "b": x()}\nos.environ[T[y()]]', 6),
    ('for n in ["A_A", x()]:\n    os.environ[n]', 6),
    ('T = ["A_A"]\nT += x()\nfor n in T:\n    os.environ[n]', 8),
    ('NAME = "A_A"\nfor n in x():\n    NAME = NAME + n\nos.environ[NAME]', 8),
    ('N = x() or "A_A"\nos.environ[N]', 6),
    ('N = "A_A" if x() else y()\nos.environ[N]', 6),
    ('def f(name="A_A"):\n    return os.environ[name]\nf(x())', 7),
    ('def f(name):\n    return os.environ[name]\nf("A_A")\nf(x())', 8),
    ('def f(name):\n    return os.environ[name]\ndef g(kind):\n    return f(kind + "_A")\ng("A")\ng(x())', 10),
    ("names = ['N%s' % x for x in range(9)]\nfor n in names:\n    os.environ[n]", 7),
    ('A = ("a", "b", "c", "d", "e", "f", "g")\nfor a in A:\n    for b in A:\n        for c in A:\n'
     '            os.environ[a + b + c]', 9),
])
def test_one_unknown_value_among_known_ones_makes_the_name_unknown(variables, code, line):
    assert variables(code) == [("a/index.py", line, CANNOT)]


def test_a_shared_function_is_followed_from_each_lambda_and_a_lambda_that_never_calls_it_is_no_problem(variables):
    assert variables("from lambdas import env\nenv.need('A_A')", env=NEED) == ["A_A"]
    assert variables("from lambdas import env", env=NEED) == [("env.py", 5, CANNOT)]


def test_a_function_that_one_lambda_never_calls_is_known_from_another_that_does(variables):
    assert variables("from lambdas.env import need\nneed('A_A')", env=NEED, **{
        "b/index": '"""\ninfra: {}\n"""\nfrom lambdas import env\n\n\ndef handler(event, context):\n    return env\n'}) == ["A_A"]


def test_the_names_of_a_function_that_calls_itself_without_end_are_unknown(variables):
    assert variables('def f(name):\n    f(name + "A")\n    return os.environ[name]\nf("A_A")') == [
        ("a/index.py", 6, CANNOT)]


CALLS = "".join(f"def f{at}(name):\n    return f{at - 1}(name + 'a'), f{at - 1}(name + 'b'), f{at - 1}(name + 'c')\n"
                for at in range(1, 13))


def test_what_is_too_much_to_follow_is_a_problem_with_its_line(variables, monkeypatch):
    assert analysis.MOST_STEPS_OF_SCAN < 3 ** 12  # a tenth of it says the same in a tenth of the time
    monkeypatch.setattr(analysis, "MOST_STEPS_OF_SCAN", analysis.MOST_STEPS_OF_SCAN // 10)
    [(path, line, message)] = [problem for problem in variables(
        f"def f0(name):\n    return os.environ[name]\n{CALLS}f12('x')") if problem[2] != CANNOT]
    assert (path, message) == ("a/index.py", "too much code to follow from here, so its variables are unknown")
    assert 4 < line < 33


def test_the_mark_ignore_counts_at_the_call_and_at_the_read(variables):
    assert variables("from lambdas.env import need\nneed(x())  # pareto: ignore\nneed('A_A')", env=NEED) == ["A_A"]
    assert variables("os.environ[x()]  # pareto: ignore") == []


PLAIN = [
    'import os\nos.environ["A_A"]', 'import os as o\no.environ.get("A_A", "")', "from os import environ\nenviron['A_A']",
    "from os import getenv\ngetenv('A_A')", 'import os\nN = "A_A"\nos.environ[N]',
    'import os\n"A_A" in os.environ', 'import os\nos.environ["A_A"] = "1"', "import os.path\nos.path.join('a')",
    "import importlib\nimportlib.import_module('lambdas.a')", "import os\nos.environ[x]  # pareto: ignore",
]
OTHERS = [
    "import os\nenv = os.environ", "import os\nget = os.environ.get", "import os\ndict(os.environ)",
    "import os\nx = getattr(os, 'environ')", "from os import *\nenviron['A_A']", "from os import environ as e\ne['A_A']",
    'import os\nN = "A_A"\nN = "B_B"\nos.environ[N]', 'import os\nN = "A_A"\ndef f(N):\n    os.environ[N]',
    'import os\nN = "A_A"\nN += "B"\nos.environ[N]', "import os\nfor n in 'A':\n    os.environ[n]",
    "import os\nos.environ[x]", "from lambdas.a import environ\nenviron['A_A']", "import a\na.os.environ['A_A']",
    "import importlib\nimportlib.import_module(x)", "__import__('os').environ['A_A']", "import os\nos.getenv(*x)",
    "import os\nos.getenv(**x)", "import os\nif x:\n    N = 'A_A'\nos.environ[N]", "import os\nos.getenv(1)",
    "import os\nos.environ.update(x)\nos.environ.items()", "import os\nos = 1\nos.environ['A_A']",
    "import sys\nsys.modules['os'].environ['A_A']", "from os import environ\nf(environ)",
]


@cases("text, plain", [*((text, True) for text in PLAIN), *((text, False) for text in OTHERS)])
def test_only_what_is_plain_is_read_without_the_interpreter(text, plain):
    import ast
    ignored = {at for at, line in enumerate(text.split("\n"), 1) if "ignore" in line}
    facts = variable_reads.plain_reads(ast.parse(text), text, "lambdas", ignored)
    assert (facts["plain"] and not facts["helpers"]) is plain


def test_a_scan_without_changes_loads_no_interpreter(tmp_path, monkeypatch):
    import subprocess
    import sys
    (tmp_path / "lambdas/a").mkdir(parents=True)
    (tmp_path / "app.yaml").write_text("name: demo\n")
    (tmp_path / "lambdas/a/index.py").write_text(
        '"""\ninfra: {}\n"""\nimport os\n\n\ndef handler(event, context):\n    return os.environ["A_A"]\n')
    text = "import sys\nfrom scan.scanning import scan\ncached = {}\n" \
        "exec(sys.argv[1])\nscan('lambdas', 'app.yaml', cached, {})\nprint('interpreter' in sys.modules)"
    kept = {}
    monkeypatch.chdir(tmp_path)
    scan("lambdas", "app.yaml", {}, kept)
    done = subprocess.run([sys.executable, "-c", text, f"cached = {kept!r}"], cwd=tmp_path, capture_output=True, text=True,
                          env={"PYTHONPATH": str(ROOT / "tools")})
    assert (done.stdout, done.stderr) == ("False\n", "")


def imports_of(folder):
    """{top-level packages that the modules of a folder of tools/ import}"""
    import ast
    packages = set()
    for path in (ROOT / "tools" / folder).rglob("*.py"):
        for node in every_node(tree_of(path)):
            if isinstance(node, ast.ImportFrom):
                packages.add(node.module.partition(".")[0])
            elif isinstance(node, ast.Import):
                packages |= {alias.name.partition(".")[0] for alias in node.names}
    return packages & {"kit", "interpreter", "scan", "checks", "testkit"}


@pytest.mark.parametrize("folder, below", [
    ("kit", {"kit"}), ("interpreter", {"kit", "interpreter"}), ("scan", {"kit", "interpreter", "scan"})])
def test_the_scan_stands_on_the_interpreter_and_the_interpreter_on_the_kit(folder, below):
    assert imports_of(folder) <= below


def test_no_module_of_the_interpreter_imports_one_that_imports_it():
    import ast
    edges = {}
    for path in (ROOT / "tools/interpreter").glob("*.py"):
        names = set()
        for node in every_node(tree_of(path)):
            if isinstance(node, ast.ImportFrom) and node.module == "interpreter":
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module.startswith("interpreter."):
                names.add(node.module.partition(".")[2])
        edges[path.stem] = names
    remaining = dict(edges)
    while ready := {name for name in remaining if not remaining[name] & remaining.keys()}:
        remaining = {name: names for name, names in remaining.items() if name not in ready}
    assert remaining == {}
