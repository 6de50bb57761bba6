"""Imports of the app's modules, the handler, and files that are not Python."""
import pytest

from scan import source
from tests.fixtures.cases import cases
from tests.fixtures.source_texts import linked_texts, optional_by_variable


@cases("text, modules", [
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
    assert optional_by_variable("import os\n" + text, **modules) == {"DEMO_TABLE": False}


def test_a_module_that_is_not_imported_adds_no_variable():
    assert optional_by_variable("import json", config="import os\nos.environ['DEMO_TABLE']") == {}


def test_a_read_in_a_shared_function_belongs_to_its_caller():
    linked, problems = linked_texts({
        "lambdas/hello/index.py": "from lambdas.env import need\nneed('A_A')",
        "lambdas/other.py": "from lambdas.env import need\nneed('B_B')",
        "lambdas/env.py": "import os\ndef need(name): return os.environ[name]"})
    assert (linked["hello"]["reads"], problems) == ([("A_A", "lambdas/hello/index.py", 2, False)], [])
    assert linked["hello"]["files"] == {"lambdas/hello/index.py", "lambdas/env.py"}


@cases("text, problems", [
    ("import lambdas.comon", ["no module lambdas.comon"]),
    ("from lambdas.comon import x", ["no module lambdas.comon"]),
    ("from ..comon import x", ["no module lambdas.comon"]),
    ("from lambdas import comon", ["no module lambdas.comon"]),
    ("try:\n    import lambdas.comon\nexcept ImportError:\n    pass", []),
    ("from lambdas.common import x", []),
    ("import lambdas.common", []),
    ("import comon", []),
    ("import importlib\nimportlib.import_module(name)", ["the name of this module is known only when the code runs"]),
    ("import importlib\nimportlib.import_module(name)  # pareto: ignore", []),
])
def test_an_import_that_would_fail_is_a_problem(text, problems):
    _linked, found = linked_texts({"lambdas/hello/index.py": text, "lambdas/common.py": ""})
    assert [message for _path, _line, message in found] == problems


@pytest.mark.parametrize("text, problem", [
    ("def f(:", [1, "not Python: invalid syntax", "Lambda cannot import a module that Python cannot parse"]),
    ("x = 1\n  y = 2", [2, "not Python: unexpected indent", "Lambda cannot import a module that Python cannot parse"]),
    ("x = 1\ny = (", [2, "not Python: '(' was never closed", "Lambda cannot import a module that Python cannot parse"]),
])
def test_a_file_that_is_not_python_is_a_problem_at_its_line(text, problem):
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


@cases("code, named", [
    ("resources.files('lambdas.rates') / 'rates.csv'", ["lambdas.rates"]), ("files('lambdas.rates')", ["lambdas.rates"]),
    ("resources.read_text('lambdas', 'rates.csv')", ["lambdas"]), ("pkgutil.get_data('lambdas.rates', 'a')", ["lambdas.rates"]),
    ("runpy.run_module('lambdas.rates')", ["lambdas.rates"]), ("run(['lambdas.a:b'])", ["lambdas.a.b"]),
    ("run(a={'class': 'lambdas.a.B'})", ["lambdas.a.B"]), ("logging.getLogger('lambdas.a')", []), ("resources.files('requests')", []),
    ("resources.files(__package__)", []), ("resources.files('lambdasx')", []), ("open('lambdas.rates')", [])])
def test_a_module_whose_data_is_read_by_its_name_is_imported(code, named):
    imports = "import pkgutil\nimport runpy\nfrom importlib import resources\nfrom importlib.resources import files\n"
    facts = source.facts("lambdas/a.py", f"{imports}{code}\n")
    assert [(module, certain) for module, _line, certain in facts["imports"]] == [(name, None) for name in named]
