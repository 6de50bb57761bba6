"""An app whose `name:` is changed, and its code not: that is one mistake, and is told as what it is."""
import shutil

import pytest

from scan import scanning
from tests.fixtures.paths import EXAMPLE
from tests.fixtures.problems import problems_of

TABLE = '"""Reads.\n\ninfra: %s\n"""\nimport os\n\nimport boto3\n\n\ndef handler(event, context):\n    return %s\n'


def told(folder, monkeypatch):
    """The problems of the app in a folder."""
    monkeypatch.chdir(folder)
    return list(problems_of(scanning.scan, "lambdas", "app.yaml", {}, {}).args)


@pytest.fixture
def app(tmp_path, monkeypatch):
    """Makes an app called brief of {lambda: (infra, names of variables)}. -> its problems"""
    def make(settings="name: brief\n", **lambdas):
        (tmp_path / "app.yaml").write_text(settings)
        for name, (infra, *variables) in lambdas.items():
            path = tmp_path / "lambdas" / name.replace("_", "-") / "index.py"
            path.parent.mkdir(parents=True)
            reads = ",\n            ".join(f'boto3.resource("dynamodb").Table(os.environ["{each}"]).scan()' for each in variables)
            path.write_text(TABLE % (infra, f"[{reads}]"))
        return told(tmp_path, monkeypatch)
    return make


def test_the_example_under_another_name_has_one_problem_that_names_every_place(tmp_path, monkeypatch):
    shutil.copytree(EXAMPLE / "lambdas", tmp_path / "lambdas")
    if (EXAMPLE / "layers").exists():
        shutil.copytree(EXAMPLE / "layers", tmp_path / "layers")
    (tmp_path / "app.yaml").write_text("name: brief\n")
    one, = told(tmp_path, monkeypatch)
    assert one.message == "the app is called brief: BRIEF_TABLE?"
    text = (tmp_path / one.path).read_text().splitlines()[one.line - 1]
    assert "DEMO_TABLE" in text
    lines = [(f"{path.relative_to(tmp_path)}:{number}", line) for path in (tmp_path / "lambdas").rglob("*.py")
             for number, line in enumerate(path.read_text().splitlines(), 1) if path.name != "test.py"]
    uses = {place for place, line in lines if '"DEMO_' in line}
    assert f" and {len(uses) - 6} more; " in one.hint and "`name: demo`" in one.hint
    blocks = [place for place, line in lines if "name: demo" in line or "table: demo" in line]
    assert blocks and all(f": brief` at {place}" in one.hint for place in blocks)


@pytest.mark.parametrize("lambdas, message, words", [
    ({"hello": ("{}", "SHORTY_TABLE")}, "BRIEF_TABLE", "of an app called shorty. Write `prefix: shorty` in app.yaml"),
    ({"hello": ("{}", "SHORTY_TABLE", "SHORTY_OLD_TABLE")}, "BRIEF_", "of an app called shorty; so are "),
    ({"hello": ("{}", "MY_SHOP_TABLE", "MY_SHOP_OLD_BUCKET")}, "BRIEF_", "of an app called my-shop; "),
    ({"hello": ("{}", "MY_SHOP_BUS")}, "BRIEF_BUS", "of an app called my-shop. "),
    ({"pages": ("{queue: {}}",), "hello": ("{}", "SHORTY_PAGES_QUEUE")}, "BRIEF_PAGES_QUEUE", "called shorty. "),
    # half of the code is changed already: what names a lambda of the app still tells
    ({"pages": ("{queue: {}}", "BRIEF_TABLE"), "hello": ("{}", "SHORTY_PAGES_QUEUE", "SHORTY_TABLE")},
     "BRIEF_", "called shorty; "),
    ({"rows": ("{events: [{name: a, source: {type: table, name: shorty}}]}", "SHORTY_OLD_TABLE", "BRIEF_TABLE")},
     "BRIEF_OLD_TABLE", "called shorty; in infra blocks `name: brief` at lambdas/rows/index.py:3. "),
])
def test_a_variable_of_another_name_is_one_problem(app, lambdas, message, words):
    one, = app(**lambdas)
    assert one.message.startswith(f"the app is called brief: {message}") and one.message.endswith("?")
    assert words in one.hint


@pytest.mark.parametrize("settings, lambdas", [
    ("name: brief\n", {"hello": ("{}", "BRIEF_TABLE")}),
    ("name: brief\n", {"hello": ("{}", "BRIEF_TABLE", "LEGACY_TABLE")}),  # of somebody else
    ("name: brief\n", {"hello": ("{permissions: ['dynamodb:Scan']}", "LEGACY_TABLE")}),
    ("name: brief\nenv: {LEGACY_TABLE: orders}\n", {"hello": ("{}", "LEGACY_TABLE")}),
    ("name: brief\n", {"hello": ("{}", "KAFKA_TOPIC", "SLACK_URL", "AWS_LAMBDA_FUNCTION_NAME", "TABLE")}),
    ("name: brief\n", {"pages": ("{topic: {}}",), "hello": ("{}", "SHORTY_PAGES_QUEUE")}),  # pages has no queue
    ("name: no-1\n", {"hello": ("{}", "NO_1_TABLE")}),
])
def test_a_variable_from_elsewhere_is_no_problem(app, settings, lambdas):
    assert app(settings, **lambdas) == []


# What infra blocks call by the app's old name is told together with the variables, and with the name that is right.
INDEX = "{indexes: [{name: day, type: S, table: %s}]}"
EVENT = "{events: [{name: put, source: {type: bucket, name: %s}}]}"


def test_the_names_in_infra_blocks_are_listed_apart_from_the_variables(app):
    many = {f"l{at}": ("{}", f"SHORTY_N{at}_TABLE") for at in range(8)}
    problem, = app(**many, rows=(INDEX % "shorty", "SHORTY_TABLE"), sums=(EVENT % "shorty-in", "SHORTY_BUS"))
    assert "and 4 more; in infra blocks `table: brief` at lambdas/rows/index.py:3, " \
        "`name: brief-in` at lambdas/sums/index.py:3. Write `prefix" in problem.hint


@pytest.mark.parametrize("infra, variable, hint", [
    (INDEX % "shorty", "BRIEF_TABLE", "`table: brief` is BRIEF_TABLE, `table: brief-shorty` is BRIEF_SHORTY_TABLE"),
    (EVENT % "shorty", "BRIEF_TABLE", "`name: brief` is BRIEF_BUCKET, `name: brief-shorty` is BRIEF_SHORTY_BUCKET"),
    (INDEX % "shorty-old", "BRIEF_TABLE",
     "`table: brief-old` is BRIEF_OLD_TABLE, `table: brief-shorty-old` is BRIEF_SHORTY_OLD_TABLE"),
    (INDEX % "orders", "BRIEF_ORDERS_TABLE", "did you mean 'brief-orders'?"),
])
def test_the_hint_has_the_names_that_the_app_may_use(app, infra, variable, hint):
    problem, = app(hello=(infra, variable))
    assert problem.message.endswith("is not the app's")
    assert problem.hint == hint
