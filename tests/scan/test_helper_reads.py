"""Variables that a helper function reads: what the scan reads alone is what the interpreter would read."""
import pytest

from kit.problems import Problems
from scan import links
from scan.scanning import scan
from tests.fixtures.cases import cases
from tests.fixtures.written_files import write_files

INDEX = '"""\ninfra: {}\n"""\n%s\n\n\ndef handler(event, context):\n    return 1\n'
NEED = "import os\n\n\ndef need(name):\n    return os.environ[name]\n"
TITLED = 'import os\nAPP = "DEMO_"\n\n\ndef need(name, end="TABLE"):\n    return os.environ.get(f"{APP}{name.upper()}_" + end, "")\n'


@pytest.fixture
def scanned(own_folder, monkeypatch):
    """scanned(code, alone, name=text): (variables of the app model or problems, whether the interpreter followed code)."""
    def result(texts, alone):
        followed = []
        read = links.helper_reads_of if alone else lambda package, paths: None
        monkeypatch.setattr(links, "helper_reads_of", lambda *arguments: followed.append(read(*arguments)) or followed[-1])
        write_files(texts, own_folder)
        try:
            model = scan("lambdas", "app.yaml", {}, {})
        except Problems as problems:
            return sorted(map(str, problems.args)), None in followed
        finally:
            monkeypatch.undo()
            monkeypatch.chdir(own_folder)
        return {name: fn["env"] for name, fn in model["lambdas"].items()}, None in followed
    return result


def texts_of(code, **modules):
    """{path: text} of an app with a lambda of this code; "__" in the name of a module stands for "/"."""
    return {"app.yaml": "name: demo\n", "lambdas/a/index.py": INDEX % code,
            **{f"lambdas/{name.replace('__', '/')}.py": text for name, text in modules.items()}}


ALONE = [
    texts_of("from lambdas.env import need\nneed('A_A')", env=NEED),
    texts_of("from lambdas.env import need as n\nn('A_A')\nn(name='B_B')", env=NEED),
    texts_of("from ..env import need\nneed('A_A')", env=NEED),
    texts_of("from lambdas import env\nX = env.need('A_A')", env=NEED),
    texts_of("import lambdas.env\nlambdas.env.need('A_A')", env=NEED),
    texts_of("import lambdas.env as e\ne.need('A_A')", env=NEED),
    texts_of("NAME = 'A_A'\nfrom lambdas.env import need\n\n\ndef f():\n    return need(NAME)", env=NEED),
    texts_of("import os\n\n\ndef need(name):\n    return os.environ[name]\n\n\nneed('A_A')"),
    texts_of("import os\n\n\ndef need(name):\n    return os.environ.get(name) or 1\n\n\nneed('A_A')"),
    texts_of("from lambdas.env import need\nneed('orders')\nneed('old', 'BUCKET')\nneed(end='TABLE', name='new')", env=TITLED),
    texts_of("from lambdas.env import need\nneed(x())  # pareto: ignore\nneed('A_A')", env=NEED),
    texts_of("from lambdas.common import need\nneed('A_A')", common____init__="from lambdas.common.env import need\n",
             common__env=NEED),
    {**texts_of("from lambdas.env import need\nneed('A_A')", env=NEED), "lambdas/b/index.py": INDEX % "import lambdas.env"},
    texts_of("import lambdas.env", env=NEED),  # nobody calls it
    texts_of("from lambdas.env import need\nneed('DEMO_TABEL')", env=NEED),
]
FOLLOWED = [
    texts_of("from lambdas.env import need\nneed('A' + '_A')", env=NEED),
    texts_of("from lambdas.env import need\nlist(map(need, ['A_A']))", env=NEED),
    texts_of("from lambdas.env import need\nneed(*['A_A'])", env=NEED),
    texts_of("from lambdas.env import need\nget = need\nget('A_A')", env=NEED),
    texts_of("from lambdas.env import need\n\n\ndef f(need):\n    return need('B_B')\n\n\nneed('A_A')", env=NEED),
    texts_of("from lambdas.env import *\nneed('A_A')", env=NEED),
    texts_of("from lambdas import env\n\n\ndef f(module):\n    return module.need('A_A')\n\n\nf(env)", env=NEED),
    texts_of("try:\n    from lambdas.env import need\nexcept ImportError:\n    from lambdas.old import need\nneed('A_A')",
             env=NEED, old=NEED.replace("[name]", "[name + '_OLD']")),
    texts_of("import importlib\nimportlib.import_module('lambdas.env').need('A_A')", env=NEED),
    texts_of("import os\n\n\ndef need(name, really=True):\n    if really:\n        return os.environ[name]\n    return 1\n\n\n"
             "need('A_A', False)"),
    texts_of("import os\n\n\ndef need(name):\n    name = name + '_B'\n    return os.environ[name]\n\n\nneed('A_A')"),
    texts_of("import os\n\n\ndef need(name='A_A'):\n    return os.environ[name]\n"),
    texts_of("import os\n\n\ndef need(name):\n    return 1\n    return os.environ[name]\n\n\nneed('A_A')"),
    texts_of("import os\n\n\ndef need(name):\n    return os.environ[name] + os.environ[name + '_B']\n\n\nneed('A_A')"),
    texts_of("import os\n\n\ndef need(name):\n    return name or os.environ[name]\n\n\nneed('A_A')"),
    texts_of("import os\n\n\ndef need(*names):\n    return os.environ[names[0]]\n\n\nneed('A_A')"),
    texts_of("import os\nclass Env:\n    def need(self, name):\n        return os.environ[name]\n\n\nEnv().need('A_A')"),
]


@cases("texts", ALONE)
def test_plain_helpers_are_read_without_the_interpreter_and_with_its_result(scanned, texts):
    alone, followed = scanned(texts, True)
    assert not followed
    assert alone == scanned(texts, False)[0]


@cases("texts", FOLLOWED)
def test_all_other_helpers_are_followed(scanned, texts):
    result = scanned(texts, True)[0]
    assert result == scanned(texts, False)[0]


def test_a_helper_gives_the_line_of_its_call(scanned):
    env = scanned(ALONE[0], True)[0]["a"]
    assert env == [{"name": "A_A", "kind": "value", "of": None, "file": "lambdas/a/index.py", "line": 5, "optional": False}]


def test_an_optional_helper_makes_optional_variables(scanned):
    env = scanned(ALONE[9], True)[0]["a"]
    assert {(variable["name"], variable["optional"]) for variable in env} == {
        ("DEMO_ORDERS_TABLE", True), ("DEMO_OLD_BUCKET", True), ("DEMO_NEW_TABLE", True)}
