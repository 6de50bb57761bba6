"""Reads of environment variables: their spelling, and names that the interpreter follows."""

from scan import source
from tests.fixtures.cases import cases, results
from tests.fixtures.source_texts import linked_texts, optional_by_variable


@cases("text", [
    'import os\nos.environ["DEMO_TABLE"]',
    "import os\nos.environ['DEMO_TABLE']",
    'import os as o\no.environ["DEMO_TABLE"]',
    'import os.path\nos.environ["DEMO_TABLE"]',
    'import os, sys\nos.environ.get("DEMO_TABLE")',
    'from os import environ\nenviron["DEMO_TABLE"]',
    'from os import environ as e\ne["DEMO_TABLE"]',
    'from os import environ as e, getenv as g\ng("DEMO_TABLE")',
    'import os\nos.getenv("DEMO_TABLE")',
    'import os\nos.getenv(key="DEMO_TABLE")',
    'import os\nos.environ.pop("DEMO_TABLE")',
    'import os\nos.environ.__getitem__("DEMO_TABLE")',
    '__import__("os").environ["DEMO_TABLE"]',
    'import importlib\nimportlib.import_module("os").environ["DEMO_TABLE"]',
    'import os\nenv = os.environ\nenv["DEMO_TABLE"]',
    'import os\nenv = dict(os.environ)\nenv["DEMO_TABLE"]',
    'import os\nenv = os.environ.copy()\nenv["DEMO_TABLE"]',
    'import os\nget = os.environ.get\nget("DEMO_TABLE")',
    'import os\nenv = {**os.environ}\nenv["DEMO_TABLE"]',
    'import os\n(env := os.environ)["DEMO_TABLE"]',
    'def handler(event, context):\n    import os\n    return os.environ["DEMO_TABLE"]',
    'import os\nclass A:\n    table = os.environ["DEMO_TABLE"]',
    'import os\nhandler = lambda event, context: os.environ["DEMO_TABLE"]',
    'import os\ndef f(table=os.environ["DEMO_TABLE"]): pass',
    'import os\n@decorated(os.environ["DEMO_TABLE"])\ndef f(): pass',
    'import os\nf"{os.environ[\'DEMO_TABLE\']}"',
    'import os\ntry:\n    pass\nexcept KeyError:\n    os.environ["DEMO_TABLE"]',
    'import os\nmatch 1:\n    case 1:\n        os.environ["DEMO_TABLE"]',
    'import os\nasync def f():\n    return [os.environ["DEMO_TABLE"] for one in ()]',
])
def test_a_read_is_found_however_it_is_spelt(text):
    assert optional_by_variable(text) == {"DEMO_TABLE": False}


@cases("text", [
    'N = "DEMO_TABLE"\nos.environ[N]',
    'N: str = "DEMO_TABLE"\nos.environ[N]',
    'A = B = "DEMO_TABLE"\nos.environ[B]',
    'A, B = "x", "DEMO_TABLE"\nos.environ[B]',
    'A = "DEMO"\nos.environ[A + "_TABLE"]',
    'A = "DEMO"\nos.environ[f"{A}_TABLE"]',
    'A = "DEMO"\nos.environ["%s_TABLE" % A]',
    'A = "DEMO"\nos.environ["{}_TABLE".format(A)]',
    'A = "DEMO"\nos.environ["_".join([A, "TABLE"])]',
    'A = "demo"\nos.environ[A.upper() + "_TABLE"]',
    'os.environ["DEMO_" "TABLE"]',
    'class Names:\n    TABLE = "DEMO_TABLE"\nos.environ[Names.TABLE]',
    'class Names(str, Enum):\n    TABLE = "DEMO_TABLE"\nos.environ[Names.TABLE.value]',
    'class A:\n    name = "DEMO_TABLE"\n    def get(self):\n        return os.environ[self.name]',
    'class A:\n    def __init__(self):\n        self.name = "DEMO_TABLE"\n    def get(self):\n        return os.environ[self.name]',
    'def f():\n    name = "DEMO_TABLE"\n    def g():\n        return os.environ[name]',
    'def f(name="DEMO_TABLE"):\n    return os.environ[name]',
    'def f(*, name="DEMO_TABLE"):\n    return os.environ[name]',
    'for name in ("DEMO_TABLE",):\n    os.environ[name]',
    'T = {"a": "DEMO_TABLE"}\nos.environ[T["a"]]',
    'T = {"a": "DEMO_TABLE"}\nos.environ[T.get(kind)]',
    'T = ["DEMO_TABLE"]\n{name: os.environ[name] for name in T}',
    'def need(name):\n    return os.environ[name]\nneed("DEMO_TABLE")',
    'def need(name):\n    return os.environ[name]\nneed(name="DEMO_TABLE")',
    'def need(name):\n    return os.environ[name]\ndef table(kind):\n    return need(f"DEMO_{kind}")\ntable("TABLE")',
    'need = lambda name: os.environ[name]\nneed("DEMO_TABLE")',
])
def test_a_name_is_followed_to_where_it_is_held(text):
    assert optional_by_variable("import os\n" + text) == {"DEMO_TABLE": False}


test_each_possible_name_is_a_read = results(lambda text: sorted(optional_by_variable("import os\n" + text)), [
    ('for n in ("A_A", "B_B"):\n    os.environ[n]', ["A_A", "B_B"]),
    ('N = ("A_A",) + ("B_B",)\nfor n in N:\n    os.environ[n]', ["A_A", "B_B"]),
    ('for n in {"A_A": 1, "B_B": 2}:\n    os.environ[n]', ["A_A", "B_B"]),
    ('for k, n in {"a": "A_A", "b": "B_B"}.items():\n    os.environ[n]', ["A_A", "B_B"]),
    ('for n, d in [("A_A", 1), ("B_B", 2)]:\n    os.environ[n]', ["A_A", "B_B"]),
    ('for i, n in enumerate(["A_A", "B_B"]):\n    os.environ[n]', ["A_A", "B_B"]),
    ('for n in ("A", "B"):\n    os.environ[n + "_" + n]', ["A_A", "A_B", "B_A", "B_B"]),
    ('os.environ["A_A" if x else "B_B"]', ["A_A", "B_B"]),
    ('if x:\n    n = "A_A"\nelse:\n    n = "B_B"\nos.environ[n]', ["A_A", "B_B"]),
])


@cases("text", [
    'os.environ.get("A_A", "x")', 'os.environ.get("A_A", None)', 'os.getenv("A_A", "x")',
    'os.getenv("A_A", default="x")', 'os.environ.setdefault("A_A", "x")', 'os.environ.pop("A_A", None)',
    '"A_A" in os.environ', '"A_A" not in os.environ', 'os.environ.get("A_A") or "x"',
    'os.environ["A_A"] = "x"\nos.environ.get("A_A", "")',
])
def test_a_read_with_a_default_is_optional(text):
    assert optional_by_variable("import os\n" + text) == {"A_A": True}


def test_one_read_that_insists_is_enough():
    assert optional_by_variable('import os\nos.getenv("A_A", "x")\nos.environ["A_A"]') == {"A_A": False}


@cases("text", [
    "", 'os.environ["A_A"] = "x"', 'del os.environ["A_A"]', 'os.environ.update({"A_A": "x"})',
    'os.environ.update(A_A="x")',
    'dict(os.environ)', 'for name in os.environ:\n    print(name)', 'print(os.environ)',
    'run(env=os.environ)',
    'environ = {"A_A": 1}\nenviron["A_A"]', 'import flask\nflask.request.environ["A_A"]',
    'x = "os.environ[\'A_A\']"',
    '# os.environ["A_A"]', 'request.os.environ["A_A"]', 'os.environb[b"A_A"]',
    'def getenv(name): pass\ngetenv("A_A")', 'os.environ[name]  # pareto: ignore',
    'os.environ["A_A"]  # pareto: ignore',
    'os.environ[\n    name]  #pareto:ignore for a reason',
    'os.environ.get(\n    name,\n    # pareto: ignore\n    1)',
])
def test_nothing_else_is_a_request(text):
    assert optional_by_variable("import os\n" + text) == {}


def test_variables_that_the_code_sets_are_recorded():
    text = 'import os\nos.environ["A_A"] = ""\nos.environ.update({"B_B": ""}, C_C="")\nos.environ.setdefault("D_D", "")'
    assert sorted(source.facts("lambdas/hello/index.py", text)["assigns"]) == ["A_A", "B_B", "C_C", "D_D"]


@cases("text", [
    "os.environ[name]", "os.environ.get(event['name'])", "os.environ[f'{x}_TABLE']", "os.getenv(1)",
    "def need(name):\n    return os.environ[name]",
    "def need(name):\n    return os.environ[name]\nneed(event['x'])",
    "n = n + 'A'\nos.environ[n]", "os.environ['A_A'.replace('A', x)]",
])
def test_a_name_that_cannot_be_followed_is_a_problem(text):
    _linked, problems = linked_texts({"lambdas/hello/index.py": "import os\n" + text})
    assert [message for _path, _line, message in problems] == ["the name of this variable is known only when the code runs"]
