"""What a handler asks of the world is read from its syntax tree, however it is spelt."""
import pytest

from interpreter import environment_reads
from interpreter.sources import Sources
from scan import links, source


def asked(text, **modules):
    """{variable: optional} that lambdas/hello/index.py of a text asks for, with other modules beside it."""
    texts = {"lambdas/hello/index.py": text, **{f"lambdas/{name}.py": said for name, said in modules.items()}}
    linked, problems = linked_texts(texts)
    assert problems == []
    found = {}
    for name, _path, _line, optional in linked["hello"]["reads"]:
        found[name] = found.get(name, True) and optional
    return found


def linked_texts(texts):
    """(what lambda hello reaches and asks for, [(file, line, message)]) of {path: text}."""
    facts = {path: source.facts(path, text) for path, text in texts.items()}
    paths = {path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): path for path in texts}
    package, ignored = links.Package(paths, facts.get), {path: one["ignored"] for path, one in facts.items()}
    sources = Sources(paths, texts.__getitem__)
    linked, problems = links.links(package, {"hello": "lambdas.hello.index"}, lambda followed: {
        name: environment_reads("lambdas.hello.index", sources, ignored) for name in followed})
    return linked, sorted((one.path, one.line, one.message) for one in problems)


@pytest.mark.parametrize("text", [
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
    assert asked(text) == {"DEMO_TABLE": False}


@pytest.mark.parametrize("text", [
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
    assert asked("import os\n" + text) == {"DEMO_TABLE": False}


@pytest.mark.parametrize("text, names", [
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
def test_each_name_that_may_be_meant_is_asked_for(text, names):
    assert sorted(asked("import os\n" + text)) == names


@pytest.mark.parametrize("text", [
    'os.environ.get("A_A", "x")', 'os.environ.get("A_A", None)', 'os.getenv("A_A", "x")',
    'os.getenv("A_A", default="x")', 'os.environ.setdefault("A_A", "x")', 'os.environ.pop("A_A", None)',
    '"A_A" in os.environ', '"A_A" not in os.environ', 'os.environ.get("A_A") or "x"',
    'os.environ["A_A"] = "x"\nos.environ.get("A_A", "")',
])
def test_a_read_with_a_default_is_optional(text):
    assert asked("import os\n" + text) == {"A_A": True}


def test_one_read_that_insists_is_enough():
    assert asked('import os\nos.getenv("A_A", "x")\nos.environ["A_A"]') == {"A_A": False}


@pytest.mark.parametrize("text", [
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
    assert asked("import os\n" + text) == {}


def test_what_the_code_sets_itself_is_told():
    text = 'import os\nos.environ["A_A"] = ""\nos.environ.update({"B_B": ""}, C_C="")\nos.environ.setdefault("D_D", "")'
    assert sorted(source.facts("lambdas/hello/index.py", text)["assigns"]) == ["A_A", "B_B", "C_C", "D_D"]


@pytest.mark.parametrize("text", [
    "os.environ[name]", "os.environ.get(event['name'])", "os.environ[f'{x}_TABLE']", "os.getenv(1)",
    "def need(name):\n    return os.environ[name]",
    "def need(name):\n    return os.environ[name]\nneed(event['x'])",
    "n = n + 'A'\nos.environ[n]", "os.environ['A_A'.replace('A', x)]",
])
def test_a_name_that_cannot_be_followed_is_a_problem(text):
    _linked, problems = linked_texts({"lambdas/hello/index.py": "import os\n" + text})
    assert [message for _path, _line, message in problems] == ["a variable whose name cannot be followed"]


@pytest.mark.parametrize("text, modules", [
    ("from lambdas.config import TABLE\nos.environ[TABLE]", {"config": 'TABLE = "DEMO_TABLE"'}),
    ("from lambdas.config import TABLE as T\nos.environ[T]", {"config": 'TABLE = "DEMO_TABLE"'}),
    ("from lambdas import config\nos.environ[config.TABLE]", {"config": 'TABLE = "DEMO_TABLE"'}),
    ("import lambdas.config\nos.environ[lambdas.config.TABLE]", {"config": 'TABLE = "DEMO_TABLE"'}),
    ("import lambdas.config as c\nos.environ[c.TABLE]", {"config": 'TABLE = "DEMO_TABLE"'}),
    ("from .. import config\nos.environ[config.TABLE]", {"config": 'TABLE = "DEMO_TABLE"'}),
    ("from ..config import TABLE\nos.environ[TABLE]", {"config": 'TABLE = "DEMO_TABLE"'}),
    ("from lambdas.config import *\nos.environ[TABLE]", {"config": 'TABLE = "DEMO_TABLE"'}),
    ("from lambdas.a import TABLE\nos.environ[TABLE]",
     {"a": "from .b import *", "b": 'TABLE = "DEMO_TABLE"'}),
    ("from lambdas.config import Names\nos.environ[Names.TABLE]",
     {"config": 'class Names:\n    TABLE = "DEMO_TABLE"'}),
    ("from lambdas.config import Names\nos.environ[Names.TABLE.value]",
     {"config": 'class Names:\n    TABLE = "DEMO_TABLE"'}),
    ("from lambdas.a import TABLE\nos.environ[TABLE]",
     {"a": "from lambdas.b import TABLE", "b": 'TABLE = "DEMO_TABLE"'}),
    ("from lambdas.a import TABLE\nos.environ[TABLE]",
     {"a": "from .b import P\nTABLE = P + '_TABLE'", "b": 'P = "DEMO"'}),
    ("from lambdas.a import names\nfor n in names:\n    os.environ[n]", {"a": 'names = ["DEMO_TABLE"]'}),
    ("from lambdas.a import env\nenv['DEMO_TABLE']", {"a": "import os\nenv = os.environ"}),
    ("from lambdas.a import env\nenv.get('DEMO_TABLE')", {"a": "from os import environ as env"}),
    ("from lambdas.a import need\nneed('DEMO_TABLE')",
     {"a": "import os\ndef need(name):\n    return os.environ[name]"}),
    ("from lambdas import a\na.need(name='DEMO_TABLE')",
     {"a": "import os\ndef need(name):\n    return os.environ[name]"}),
    ("from lambdas import a", {"a": "import os\nos.environ['DEMO_TABLE']"}),
    ("def handler(e, c):\n    from lambdas import a", {"a": "import os\nos.environ['DEMO_TABLE']"}),
    ("import lambdas.a", {"a": "from lambdas.b import x", "b": "import os\nx = os.environ['DEMO_TABLE']"}),
    ("import importlib\nimportlib.import_module('lambdas.a')",
     {"a": "import os\nx = os.environ['DEMO_TABLE']"}),
    ("__import__('lambdas.a')", {"a": "import os\nx = os.environ['DEMO_TABLE']"}),
    ("from importlib import import_module as load\nM = 'a'\nload(f'lambdas.{M}')",
     {"a": "import os\nos.environ['DEMO_TABLE']"}),
    ("", {"__init__": "import os\nos.environ['DEMO_TABLE']"}),
    ("from lambdas import a",
     {"a": "from lambdas import b", "b": "from lambdas import a\nimport os\nos.environ['DEMO_TABLE']"}),
])
def test_names_and_reads_are_followed_through_the_modules_of_the_app(text, modules):
    assert asked("import os\n" + text, **modules) == {"DEMO_TABLE": False}


def test_a_module_that_is_not_imported_asks_for_nothing():
    assert asked("import json", config="import os\nos.environ['DEMO_TABLE']") == {}


def test_what_a_shared_function_is_asked_for_belongs_to_who_asks():
    linked, problems = linked_texts({
        "lambdas/hello/index.py": "from lambdas.env import need\nneed('A_A')",
        "lambdas/other.py": "from lambdas.env import need\nneed('B_B')",
        "lambdas/env.py": "import os\ndef need(name): return os.environ[name]"})
    assert (linked["hello"]["reads"], problems) == ([("A_A", "lambdas/hello/index.py", 2, False)], [])
    assert linked["hello"]["files"] == {"lambdas/hello/index.py", "lambdas/env.py"}


@pytest.mark.parametrize("text, problems", [
    ("import lambdas.comon", ["no module lambdas.comon"]),
    ("from lambdas.comon import x", ["no module lambdas.comon"]),
    ("from ..comon import x", ["no module lambdas.comon"]),
    ("from lambdas import comon", ["no module lambdas.comon"]),
    ("try:\n    import lambdas.comon\nexcept ImportError:\n    pass", []),
    ("from lambdas.common import x", []),
    ("import lambdas.common", []),
    ("import comon", []),
    ("import importlib\nimportlib.import_module(name)", ["a module whose name cannot be followed"]),
    ("import importlib\nimportlib.import_module(name)  # pareto: ignore", []),
])
def test_an_import_that_would_fail_is_a_problem(text, problems):
    _linked, found = linked_texts({"lambdas/hello/index.py": text, "lambdas/common.py": ""})
    assert [message for _path, _line, message in found] == problems


@pytest.mark.parametrize("text, handler", [
    ("def handler(event, context): pass", {"line": 1, "fault": ""}),
    ("def handler(event, context, more=1): pass", {"line": 1, "fault": ""}),
    ("def handler(event, /, context): pass", {"line": 1, "fault": ""}),
    ("def handler(*args): pass", {"line": 1, "fault": ""}),
    ("def handler(event, context=None): pass", {"line": 1, "fault": ""}),
    ("@wrapped\ndef handler(): pass", {"line": 2, "fault": ""}),
    ("from a import b as handler", {"line": 1, "fault": ""}),
    ("handler = make()", {"line": 1, "fault": ""}),
    ("handler: Any = make()", {"line": 1, "fault": ""}),
    ("try:\n    x\nexcept E:\n    def handler(e, c): pass", {"line": 4, "fault": ""}),
    ("async def handler(event, context): pass",
     {"line": 1, "fault": "is async: Lambda would get a coroutine"}),
    ("def handler(): pass", {"line": 1, "fault": "takes no arguments: Lambda passes two"}),
    ("def handler(event): pass", {"line": 1, "fault": "takes 1 argument: Lambda passes two"}),
    ("def handler(a, b, c): pass", {"line": 1, "fault": "takes 3 arguments: Lambda passes two"}),
    ("def handler(a, b, *, c): pass", {"line": 1, "fault": "takes 2 arguments: Lambda passes two"}),
    ("def handle(event, context): pass", None),
    ("class A:\n    def handler(event, context): pass", None),
    ("def f():\n    def handler(event, context): pass", None),
])
def test_a_handler_takes_what_lambda_gives(text, handler):
    assert source.facts("lambdas/hello/index.py", text)["handler"] == handler


@pytest.mark.parametrize("text, problem", [
    ("def f(:", [1, "not Python: invalid syntax", "the handler must import"]),
    ("x = 1\n  y = 2", [2, "not Python: unexpected indent", "the handler must import"]),
    ("x = 1\ny = (", [2, "not Python: '(' was never closed", "the handler must import"]),
])
def test_a_file_that_is_not_python_says_where(text, problem):
    assert source.facts("lambdas/hello/index.py", text)["problems"] == [problem]


def test_facts_are_plain_json_and_the_same_every_time():
    import orjson
    text = '"""\ninfra:\n  queue:\n    batch: 5\n"""\nimport os\nT = os.environ["A_A"]\nfor n in {"X_X", "Y_Y"}:\n    os.environ[n]\n'
    facts = source.facts("lambdas/hello/index.py", text)
    assert orjson.loads(orjson.dumps(facts)) == facts == source.facts("lambdas/hello/index.py", text)


def test_every_pattern_of_match_can_be_read():
    text = '"""\ninfra: {}\n"""\n\n\ndef handler(event, context):\n    match event:\n        case {"paid": True}:\n' \
           "            return 1\n        case None | False:\n            return 2\n        case [1, *rest]:\n" \
           "            return rest\n        case {**more}:\n            return more\n"
    assert source.facts("x/index.py", text)["problems"] == []
