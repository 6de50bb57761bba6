"""`prefix` in app.yaml: an app gets another name, and its code stays as it is."""
import json
import shutil
from pathlib import Path

import pytest

import manage_secrets
import publish_site
from aws import stages
from checks import load, report
from domain import domain_file
from kit import names, settings
from project import lambda_files
from recipes import template
from scan import scanning, variables
from testkit.world import Several
from tests.fixtures.cases import cases
from tests.fixtures.paths import EXAMPLE
from tests.fixtures.problems import problems_of

pytest_plugins = ["tests.fixtures.tested_lambdas"]
CODE = """
def handler(event, context):
    boto3.resource("dynamodb").Table(os.environ["SHOP_TABLE"]).put_item(Item={"pk": "a", "sk": os.environ["SHOP_STAGE"]})
    boto3.client("events").put_events(Entries=[{
        "EventBusName": os.environ["SHOP_BUS"], "Source": "shop", "DetailType": "Done", "Detail": "{}"}])
    return boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["SHOP_STRIPE_SECRET"])["SecretString"]
"""


def test_the_example_under_another_name_has_the_resources_of_its_prefix(tmp_path, monkeypatch):
    for folder in ("lambdas", "layers"):
        if (EXAMPLE / folder).exists():
            shutil.copytree(EXAMPLE / folder, tmp_path / folder)
    text = (EXAMPLE / "app.yaml").read_text()
    monkeypatch.chdir(tmp_path)

    def scanned(text):
        Path("app.yaml").write_text(text)
        return scanning.scan("lambdas", "app.yaml", {}, {})
    before, after = scanned(text), scanned(text.replace("name: demo", "name: brief\nprefix: demo"))
    assert (after["name"], after["settings"]["artifacts"], names.own_prefix(after)) == ("brief", "brief-artifacts", "demo")
    assert (after["lambdas"], after["state"]) == (before["lambdas"], before["state"])
    texts = [json.dumps(template.template(model), sort_keys=True) for model in (before, after)]
    assert texts[1].replace('"brief', '"demo') == texts[0] != texts[1]
    assert report.problems(load.subject(after, "app.yaml", {})[0]) == []


def test_tests_and_tools_name_what_the_prefix_names(written, tmp_path, monkeypatch):
    world = written("prefix: shop\ntables: {shop-orders: {key: {id: string}}}\nalerts: {slack: slack}\n",
                    hello=("timer: {rate: 1 hour}", CODE),
                    done=("events: [{name: done, topic: Done}, {name: a, source: {type: table, name: shop-orders}}]",
                          "SITE = os.environ['SHOP_WEBSITE']\n\n\ndef handler(event, context):\n    print(event)\n"))
    Several(world, "secret")["stripe"] = "sk_1"
    assert world.this.call({}) == "sk_1"
    assert world.view("table", world.first("table")).rows() == [{"pk": "a", "sk": "test"}]
    assert world.effects.emitted[0]["topic"] == "Done" and world["done"].event.app({})["source"] == "shop"
    assert (world.bus(), world.view("table", "orders").name) == ("demo-test", "demo-test-ShopOrdersTable")
    app = world.app.model
    assert (manage_secrets.full_name(app, "SHOP_STRIPE_SECRET"), manage_secrets.full_name(app, "a")) == ("shop-stripe", "shop-a")
    assert publish_site.website_name(app, "") == "shop"
    domain_settings = {"stages": {"prod": ""}, "prefix": "", "websites": {}}
    assert domain_file.hosts(app, "example.com", domain_settings, "prod")["sites"] == {"shop": "example.com"}
    monkeypatch.chdir(tmp_path)
    assert settings.read()["alerts"]["slack"] == "shop-slack" and lambda_files.table_name(settings.read(), "a") == "shop"
    Path("app.json").write_text(json.dumps(app))
    Path("app.yaml").write_text("name: other\n")
    assert {**stages.model("app.json"), "settings": 0} == {**app, "name": "other", "settings": 0}


def test_what_does_not_fit_the_prefix_is_a_problem(own_folder):
    (own_folder / "lambdas/hello").mkdir(parents=True)
    (own_folder / "app.yaml").write_text("name: brief\nprefix: shop\n")
    index = own_folder / "lambdas/hello/index.py"
    code = '"""A lambda.\n\ninfra: {}\n"""\nimport os\n\nimport boto3\n\n\ndef handler(event, context):\n    %s\n'
    index.write_text(code % 'return os.environ["DEMO_TABLE"]')
    problem, = problems_of(scanning.scan, "lambdas", "app.yaml", {}, {}).args
    assert problem.message == "the `prefix` of app.yaml is shop: SHOP_TABLE?" and "`prefix: demo`" in problem.hint
    assert "`name: demo`" not in problem.hint
    for name in ("shop-prod-table", "brief-prod-table"):
        index.write_text(code % f'return boto3.client("dynamodb").scan(TableName="{name}"), os.environ["SHOP_TABLE"]')
        model = scanning.scan("lambdas", "app.yaml", {}, {})
        messages = [problem.message for problem in report.problems(load.subject(model, "app.yaml", {})[0])]
        assert f"'{name}' is written in the code, and the app's own table has another name in each stage" in str(messages)


@cases("name, expected", [
    ("DEMO_TABLE", ("table", "demo")), ("DEMO_A_B_SECRET", ("secret", "demo-a-b")), ("DEMO_1_BUCKET", ("bucket", "demo-1")),
    ("DEMO_A__B_BUCKET", ("bucket", "demo-a--b")),
    ("DEMO_WEBSITE_URL", ("website_url", "demo")), ("DEMO_A_WEBSITE_URL", ("website_url", "demo-a"))])
def test_a_name_is_of_one_resource(name, expected):
    assert variables.meaning(name, "demo", {}) == (expected, None)


@cases("name, hint", [
    ("DEMO__SECRET", "DEMO_SECRET?"), ("DEMO__TABLE", "DEMO_TABLE?"),
    ("DEMO_A__WEBSITE", "DEMO_A_WEBSITE?"), ("DEMO__WEBSITE_URL", "DEMO_WEBSITE_URL?"), ("DEMO_a_TABLE", "DEMO_A_TABLE?"),
    ("DEMO_É_TABLE", "DEMO_TABLE?")])
def test_a_variable_that_misspells_the_name_of_a_resource_is_a_problem(name, hint):
    assert variables.meaning(name, "demo", {}) == (None, (f"{name}: the name of a resource has A-Z, 0-9 and _ between them", hint))


@cases("name, kind, hint", [
    ("DEMO_TABLE", "table", "remove it there, or rename the variable; `make adopt name=DEMO_TABLE resource=...` takes a table"),
    ("DEMO_A_SECRET", "secret", "remove it there: `make secret name=DEMO_A_SECRET` sets it"),
    ("DEMO_BUS", "variable", "remove it there, or rename"), ("DEMO_API_URL", None, ""),
    ("DEMO_JOB_QUEUE", "variable", "remove it there, or rename"), ("DEMO_MODE", None, ""), ("OTHER_TABLE", None, "")])
def test_a_variable_that_the_app_sets_has_no_value_in_env(name, kind, hint):
    target, problem = variables.meaning(name, "demo", {"JOB": ("job", "queue")}, [name])
    assert (target, problem) == (("value", None), None) if kind is None else target is None and problem[1].startswith(hint) \
        and problem[0] == f"{name} is a {kind} of the app, and app.yaml has a value of it under `env:`"
    reference = {name: {"target": "Own"}}
    assert variables.meaning(name, "demo", {}, [name], reference) == (("resource", "Own"), None)


@pytest.mark.parametrize("lambdas, hint", [
    ({"A": ("a", "topic"), "B": ("b", "queue")}, "there are: DEMO_A_TOPIC"),
    ({"B": ("b", "queue")}, "`make new-lambda name=zzz-zzz trigger=topic`")])
def test_of_an_unknown_topic_the_topics_are_listed(lambdas, hint):
    assert variables.meaning("DEMO_ZZZ_ZZZ_TOPIC", "demo", lambdas)[1][1] == hint
