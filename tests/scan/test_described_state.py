"""Tables, buckets and secrets of app.yaml in the app model, those that no code names, and what is refused."""
import pytest

from kit import settings
from kit.problems import Problems
from scan.scanning import scan
from tests.fixtures.cases import cases
from tests.fixtures.lambda_texts import lambda_text
from tests.fixtures.problems import problems_of
from tests.fixtures.written_files import write_files

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
        write_files({"app.yaml": f"name: demo\n{tables}", "lambdas/a/index.py": code.replace("{}", infra)}, own_folder)
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
    problems = problems_of(model, tables, infra).args
    assert [(problem.path, problem.line) for problem in problems] == [place[:2] for place in expected]
    for problem, (_path, _line, message, hint) in zip(problems, expected):
        assert message in problem.message and hint in problem.hint


def test_a_name_that_the_code_spells_otherwise_is_suggested(model):
    code = CODE.replace("DEMO_TABLE", "DEMO_ORDERS_TABLE")
    assert problems_of(model, "tables:\n  demo-order: {}\n", code=code).args[0].hint == "did you mean 'demo-orders'?"


BUCKET_INDEX = '"""Keeps.\n\ninfra: {}\n"""\nimport os\n\nBUCKET = os.environ["DEMO_%s"]\n\n\ndef handler(event, context):\n    return BUCKET\n'


@pytest.fixture
def scanned(own_folder):
    """scanned(settings, "BUCKET"): the app model of app.yaml's text and a lambda that reads the variable DEMO_BUCKET."""
    (own_folder / "lambdas" / "keep").mkdir(parents=True)

    def run(settings, variable):
        (own_folder / "app.yaml").write_text(f"name: demo\n{settings}")
        (own_folder / "lambdas" / "keep" / "index.py").write_text(BUCKET_INDEX % variable)
        return scan(None, "app.yaml", {}, {})
    return run


def test_the_model_has_the_settings_of_a_described_bucket_only(scanned):
    state = scanned("buckets:\n  demo-photos:\n    versioning: false\n", "PHOTOS_BUCKET")["state"]["bucket"]
    assert state["demo-photos"]["settings"]["versioning"] is False
    assert scanned("", "PHOTOS_BUCKET")["state"]["bucket"] == {"demo-photos": {}}


@pytest.mark.parametrize("name, variable, hint", [
    ("demo-foto", "PHOTO_BUCKET", "did you mean 'demo-photo'?"),
    ("demo-archive", "BUCKET", 'os.environ["DEMO_ARCHIVE_BUCKET"] in the code of a lambda names it'),
    ("demo", "TABLE", 'os.environ["DEMO_BUCKET"] in the code of a lambda names it'),
])
def test_a_bucket_that_no_code_names_is_a_problem_with_its_line(scanned, name, variable, hint):
    raised = problems_of(scanned, f"buckets:\n  {name}:\n    versioning: false\n", variable)
    assert str(raised) == (f"app.yaml:3: buckets.{name}: no lambda names this bucket, so it is not created\n"
                                 f"  hint: {hint}")


SECRET_INDEX = '"""Pays.\n\ninfra: {}\n"""\nimport os\n\nimport boto3\n\n\ndef handler(event, context):\n    %s\n'
READ = 'return boto3.client("ssm").get_parameter(Name=os.environ["DEMO_STRIPE_SECRET"], WithDecryption=True)'


@pytest.fixture
def scanned_secrets(own_folder):
    """scanned(text of app.yaml, line of the handler) -> the app model."""
    (own_folder / "lambdas" / "pay").mkdir(parents=True)

    def run(text, code=READ):
        (own_folder / "app.yaml").write_text(f"name: demo\n{text}")
        (own_folder / "lambdas" / "pay" / "index.py").write_text(SECRET_INDEX % code)
        return scan(None, "app.yaml", {}, {})
    return run


def test_the_store_decides_the_kind_of_the_variable(scanned_secrets):
    app = scanned_secrets("secrets:\n  demo-stripe: {store: parameter-store}\n")
    assert (app["state"]["parameter"], app["state"]["secret"]) == ({"demo-stripe": {}}, {})
    (call,) = app["lambdas"]["pay"]["calls"]
    assert (call["action"], call["on"]) == ("ssm:GetParameter", {"kind": "parameter", "name": "demo-stripe"})
    for text in ("", "secrets:\n  demo-stripe:\n", "secrets: {demo-stripe: {store: secrets-manager}}\n"):
        assert (scanned_secrets(text)["state"]["parameter"], scanned_secrets(text)["state"]["secret"]) == ({}, {"demo-stripe": {}})


def test_a_call_of_another_parameter_is_of_any_only_if_the_lambda_names_none_of_its_own(scanned_secrets):
    other = 'os.environ["DEMO_STRIPE_SECRET"]; boto3.client("ssm").get_parameter(Name=event["name"])'
    (call,) = scanned_secrets("secrets: {demo-stripe: {store: parameter-store}}\n", other)["lambdas"]["pay"]["calls"]
    assert call["on"] == {"kind": "parameter", "name": "demo-stripe"}
    (call,) = scanned_secrets("", other)["lambdas"]["pay"]["calls"]
    assert call["on"].endswith(":parameter/*")


@pytest.mark.parametrize("text, message", [
    ("secrets:\n  demo-other: {store: parameter-store}\n",
     "app.yaml:3: secrets.demo-other: no lambda names this secret, so it is not created\n  hint: os.environ[\"DEMO_OTHER_SECRET\"]"),
    ("alerts: {slack: stripe}\nsecrets:\n  demo-stripe: {store: parameter-store}\n",
     "app.yaml:4: secrets.demo-stripe: the alerts read it from Secrets Manager\n  hint: remove `store: parameter-store`")])
def test_what_does_not_fit_the_code_is_a_problem_with_its_line(scanned_secrets, text, message):
    assert str(problems_of(scanned_secrets, text)).startswith(message)


@cases("text, message", [
    ("secrets: {demo-stripe: {store: ssm}}", "must be one of secrets-manager, parameter-store, not 'ssm'"),
    ("secrets: {demo-stripe: {stor: x}}", "did you mean 'store'?"), ("secrets: {stripe: {}}", "or demo-stripe"),
    ("secrets: [demo-stripe]", "must be a mapping")])
def test_what_no_secret_can_have_is_a_problem(text, message):
    assert message in str(problems_of(settings.settings, "app.yaml", f"name: demo\n{text}\n"))


def test_parameter_store_reserves_names_for_aws():
    of = "name: {0}\nsecrets:\n  {0}-key: {{store: {1}}}\n"
    for name in ("aws-x", "ssm", "ssmtp"):
        with pytest.raises(Problems, match=f"app.yaml:3: secrets.{name}-key: Parameter Store refuses names"):
            settings.settings("app.yaml", of.format(name, "parameter-store"))
    renamed = "name: {}\nprefix: {}\nsecrets:\n  {}-key: {{store: parameter-store}}\n"  # the parameter is /NAME-dev/PREFIX-key
    with pytest.raises(Problems, match="app.yaml:4: secrets.x-key: Parameter Store refuses .* as that of the app aws-x does"):
        settings.settings("app.yaml", renamed.format("aws-x", "x", "x"))
    assert settings.settings("app.yaml", renamed.format("x", "aws-x", "aws-x"))["secrets"]
    for name, store in [("aws-x", "secrets-manager"), ("paws", "parameter-store")]:
        assert settings.settings("app.yaml", of.format(name, store))["secrets"][f"{name}-key"]["store"] == store


QUEUE_INDEX = lambda_text("queue:\n  from: {source: {type: table, name: demo}, topic: INSERT}", "return None")


@pytest.fixture
def scanned_queue_table(own_folder):
    """scanned("ttl: expires"): the app model of an app with a described table, whose events a queue gets."""
    write_files({"lambdas/count/index.py": QUEUE_INDEX}, own_folder)

    def run(field):
        (own_folder / "app.yaml").write_text(f"name: demo\ntables:\n  demo:\n    key: {{customer: string}}\n    {field}\n")
        return scan(None, "app.yaml", {}, {})
    return run


def test_the_source_has_the_keys_of_the_table(scanned_queue_table):
    source = scanned_queue_table("ttl: expires")["lambdas"]["count"]["infra"]["queue"]["from"]["source"]
    assert source == {"type": "table", "name": "demo", "keys": {"customer": "S"}, "ttl": True}


def test_a_table_without_events_sends_none_to_a_queue(scanned_queue_table):
    with pytest.raises(Problems, match="lambdas/count/index.py:5: table 'demo' has no events"):
        scanned_queue_table("stream: false")
