"""Tables of app.yaml in the app model, and what of them does not fit the lambdas."""
import pytest

from kit.problems import Problems
from scan.scanning import scan
from tests.fixtures.cases import cases

TABLES = "tables:\n  demo:\n    key: {id: number}\n    ttl: expires\n    indexes: {by_age: {key: {age: number}}}\n"
CODE = '"""A lambda.\n\ninfra:{}\n"""\nimport os\n\nTABLE = os.environ["DEMO_TABLE"]\n\n\ndef handler(event, context):\n' \
    "    return TABLE\n"
RULE = "\n  events:\n  - {name: changed, source: {type: table, name: demo}}"
INDEX = "\n  indexes:\n  - {name: NAME, type: TYPE, table: demo}"

SCALED = "tables:\n  demo:\n    capacity: {read: 1, write: 1, max: 9}\n    indexes: {by_age.index: {key: {age: number}}}\n"
EXPIRED = "\n  stream: {table: demo, filter: {userIdentity: {principalId: [dynamodb.amazonaws.com]}}}"
TWO_INDEXES = f"{INDEX}\n  - {{name: a_b, type: S, table: demo}}".replace("NAME", "a.b").replace("TYPE", "S")


@pytest.fixture
def model(own_folder):
    """model(tables of app.yaml, infra block) -> the app model."""
    def scanned(tables, infra=" {}", code=CODE):
        (own_folder / "app.yaml").write_text(f"name: demo\n{tables}")
        (own_folder / "lambdas/a").mkdir(parents=True, exist_ok=True)
        (own_folder / "lambdas/a/index.py").write_text(code.replace("{}", infra))
        return scan("lambdas", "app.yaml", {}, {})
    return scanned


def test_a_described_table_has_its_settings_and_its_rules_have_the_keys(model):
    app = model(TABLES, RULE)
    assert app["state"]["table"]["demo"]["settings"]["ttl"] == "expires"
    assert app["lambdas"]["a"]["infra"]["events"][0]["source"] == {
        "type": "table", "name": "demo", "keys": {"id": "N"}, "ttl": True}


def test_a_stream_has_the_keys_of_its_table_and_makes_it(model):
    app = model("tables:\n  demo-x: {key: {id: number}}\n", "\n  stream: {table: demo-x}")
    assert app["lambdas"]["a"]["infra"]["stream"]["keys"] == {"id": "N"}
    assert app["state"]["table"].keys() == {"demo", "demo-x"}


def test_another_table_stays_as_it_was(model):
    app = model("", RULE)
    assert app["state"]["table"] == {"demo": {"indexes": []}}
    assert app["lambdas"]["a"]["infra"]["events"][0]["source"] == {"type": "table", "name": "demo"}


@cases("tables, infra, expected", [
    ("tables:\n  demo-order: {}\n", " {}", [("app.yaml", 3, "tables.demo-order: no lambda names this table", "DEMO_ORDER")]),
    ("tables:\n  demo: {}\n  demo-0: {}\n", " {}", [("app.yaml", 4, "tables.demo-0: no lambda names", '["DEMO_0_TABLE"]')]),
    ("tables: {demo: {stream: false}}\n", RULE,
     [("lambdas/a/index.py", 5, "table 'demo' has no events: `stream: false`", "app.yaml:2")]),
    ("tables: {demo: {stream: false}}\n", "\n  stream: {table: demo}", []),
    ("", "\n  stream: {table: other}", [("lambdas/a/index.py", 4, "table 'other' is not the app's", "demo")]),
    (TABLES, INDEX.replace("NAME", "age").replace("TYPE", "S"),
     [("lambdas/a/index.py", 5, "age of demo is N in app.yaml", "app.yaml:3")]),
    (TABLES.replace("by_age", "age-index"), INDEX.replace("NAME", "age").replace("TYPE", "N"),
     [("lambdas/a/index.py", 5, "index age-index of demo is in app.yaml too", "write it once")]),
    (TABLES, INDEX.replace("NAME", "city").replace("TYPE", "S"), []),
    (TABLES, EXPIRED, []), (TABLES.replace("ttl: expires", "batch: 1"), EXPIRED,
                            [("lambdas/a/index.py", 4, "table 'demo' has no `ttl`", "ttl: expires")]),
    ("", EXPIRED.replace("userIdentity: {principalId: [dynamodb.amazonaws.com]}", "eventName: [REMOVE]"), []),
    (TABLES, INDEX.replace("NAME", "expires").replace("TYPE", "N"), []),
    (TABLES, INDEX.replace("NAME", "expires").replace("TYPE", "S"),
     [("lambdas/a/index.py", 5, "expires of demo is N in app.yaml", "app.yaml:3")]),
    (TABLES, INDEX.replace("NAME", "pk").replace("TYPE", "N"), []),
    ("", INDEX.replace("NAME", "pk").replace("TYPE", "S"), []),
    ("", INDEX.replace("NAME", "sk").replace("TYPE", "N"),
     [("lambdas/a/index.py", 5, "sk of demo is S", "the keys pk and sk are S")]),
    (SCALED, INDEX.replace("NAME", "a_b").replace("TYPE", "S"), []),
    (SCALED, INDEX.replace("NAME", "by.age").replace("TYPE", "S"),
     [("app.yaml", 5, "the indexes by.age-index and by_age.index of demo have the same logical id", "tables.demo.capacity")]),
    (f"{SCALED.strip().removesuffix('}')}, by-age.index: {{key: {{b: string}}}}}}\n", " {}",
     [("app.yaml", 5, "the indexes by-age.index and by_age.index of demo have the same logical id", "rename")]),
    (SCALED.replace(", max: 9", ""), INDEX.replace("NAME", "by.age").replace("TYPE", "S"), []),
    (SCALED, TWO_INDEXES,
     [("lambdas/a/index.py", 6, "the indexes a.b-index and a_b-index", "rename")]),
])
def test_what_does_not_fit_is_reported_at_its_line(model, tables, infra, expected):
    problems = []
    try:
        model(tables, infra)
    except Problems as error:
        problems = error.args
    assert [(problem.path, problem.line) for problem in problems] == [place[:2] for place in expected]
    for problem, (_path, _line, message, hint) in zip(problems, expected):
        assert message in problem.message and hint in problem.hint


def test_a_name_that_the_code_spells_otherwise_is_suggested(model):
    code = CODE.replace("DEMO_TABLE", "DEMO_ORDERS_TABLE")
    with pytest.raises(Problems) as raised:
        model("tables:\n  demo-order: {}\n", code=code)
    assert raised.value.args[0].hint == "did you mean 'demo-orders'?"
