"""app.json becomes a template: the golden ones whole, and what holds for any."""
import copy
import json
import os
import subprocess
import sys

import pytest

import expand_template
from kit import files
from recipes import alerts, template
from tests.fixtures.cases import cases
from tests.fixtures.golden_apps import CASES, GOLDEN, many, references
from tests.fixtures.paths import ROOT
from tests.fixtures.problems import problems_of
from tests.update_golden import golden_app

STATE = {"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::SecretsManager::Secret", "AWS::Cognito::UserPool"}


@cases("case", CASES)
def test_case_becomes_its_golden_template(case):
    made = files.json_bytes(expand_template.expanded(golden_app(case)))
    assert made.decode() == (GOLDEN / case / "template.json").read_text()


@cases("case", CASES)
def test_every_resource_has_an_owner_and_an_address(case):
    app = golden_app(case)
    resources = template.template(app)["Resources"]
    assert template.owners(app).keys() == template.addresses(app).keys() == resources.keys()
    assert {path for path, _line in template.addresses(app).values()} <= {
        "app.yaml", "resources.yaml", "domains/example.com.yaml", *(fn["path"] for fn in app["lambdas"].values())}


def test_a_resource_leads_back_to_the_word_that_made_it():
    app = golden_app("queue")
    owners, addresses = template.owners(app), template.addresses(app)
    assert owners["OrdersRefundQueueDlq"] == ("orders-refund", "queue")
    assert addresses["OrdersRefundQueueDlq"] == ("lambdas/orders/refund/index.py", 4)
    assert owners["OrdersRefundRole"] == ("orders-refund", "function")
    assert addresses["OrdersRefundRole"] == ("lambdas/orders/refund/index.py", 3)
    assert owners["Api"] == (None, "endpoint")
    assert addresses["Api"] == ("lambdas/orders/ask/index.py", 4)


def test_state_leads_back_to_the_variable_that_wanted_it():
    app = golden_app("table")
    assert template.owners(app)["DemoTable"] == ("demo", "table")
    assert template.addresses(app)["DemoTable"] == ("lambdas/keep/index.py", 15)
    assert template.addresses(golden_app("events"))["DemoTable"] == ("lambdas/watch/index.py", 4)


@cases("case", CASES)
def test_state_outlives_the_stack_and_nothing_else_does(case):
    for id_, one in template.template(golden_app(case))["Resources"].items():
        kept = {one.get("DeletionPolicy"), one.get("UpdateReplacePolicy")}
        is_state = one["Type"] in STATE and id_ != alerts.TABLE_ID  # which has counts of failures of an hour
        assert kept == ({"Retain"} if is_state else {None}), id_


@cases("case", CASES)
def test_no_lambda_waits_for_another(case):
    app = golden_app(case)
    owners = template.owners(app)
    for id_, one in template.template(app)["Resources"].items():
        for other in references(one) & owners.keys():
            whose = owners[other][0]
            assert owners[other][1] != "function" or whose == owners[id_][0], f"{id_} refers to {other}"


@cases("case", CASES)
def test_every_permission_names_its_source_or_is_of_a_url_only(case):
    for id_, one in template.template(golden_app(case))["Resources"].items():
        if one["Type"] == "AWS::Lambda::Permission":
            assert {"SourceArn", "FunctionUrlAuthType", "InvokedViaFunctionUrl"} & one["Properties"].keys(), id_


def test_a_changed_route_is_a_new_deployment_and_a_changed_size_is_not():
    app = golden_app("endpoint")
    bigger, moved = copy.deepcopy(app), copy.deepcopy(app)
    bigger["lambdas"]["root"]["infra"]["size"] = 1024
    moved["lambdas"]["root"]["infra"]["endpoint"]["path"] = "/elsewhere"
    deployments = [next(id_ for id_ in template.template(one)["Resources"] if id_.startswith("ApiDeployment"))
                   for one in (app, bigger, moved)]
    assert deployments[0] == deployments[1] != deployments[2]


def test_the_order_in_app_json_changes_nothing():
    app = golden_app("environment")
    turned = {**app, "lambdas": dict(reversed(app["lambdas"].items())),
              "state": {kind: dict(reversed(states.items())) for kind, states in app["state"].items()}}
    assert files.json_bytes(template.template(turned)) == files.json_bytes(template.template(app))


@pytest.mark.parametrize("seed", ["0", "1"])
def test_the_same_app_gives_the_same_bytes_in_any_process(seed):
    done = subprocess.run([sys.executable, ROOT / "tools/expand_template.py", "-"],
                          input=files.json_bytes(golden_app("environment")),
                          env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == (GOLDEN / "environment" / "template.json").read_bytes()


def test_an_empty_app_is_a_template_too():
    app = {**golden_app("direct"), "lambdas": {}}
    assert expand_template.expanded(app)["Resources"] == {}


@pytest.mark.parametrize("lambdas, message", [
    (("a-b", "a_b"), "function a_b and function a-b both make ABFunction"),
    (("failures",), "failures and queue failures both make FailuresQueue"),
])
def test_two_things_of_one_name_are_a_problem(lambdas, message):
    app = many(0)
    fn = golden_app("queue")["lambdas"]["orders-refund"]
    app["lambdas"] = {name: {**fn, "name": name} for name in lambdas}
    app["lambdas"]["hello"] = golden_app("direct")["lambdas"]["hello"]
    assert message in [one.message for one in problems_of(expand_template.expanded, app).args]


def test_a_variable_called_like_a_lambdas_code_is_a_problem():
    app = golden_app("direct")
    fn = app["lambdas"].pop("hello")
    entry = {"name": "HELLO_CODE", "kind": "value", "of": None, "file": "lambdas/x.py", "line": 7, "optional": False}
    app["lambdas"]["env-hello"] = {**fn, "name": "env-hello", "env": [entry]}
    assert str(problems_of(expand_template.expanded, app)) == (
        "lambdas/x.py:7: HELLO_CODE and the code of a lambda, or a layer, both make the parameter EnvHelloCode\n"
        "  hint: rename one of the two")


def test_an_app_of_any_size_is_one_template_of_which_push_makes_stacks(tmp_path):
    app = tmp_path / "app.json"
    app.write_bytes(files.json_bytes(many(199)))
    expand_template.main([str(app), "-o", str(tmp_path / "template.json")])
    assert len(json.loads((tmp_path / "template.json").read_text())["Parameters"]) == 201


def test_a_name_that_no_function_could_have_is_told_before_the_cloud_says_it():
    app = golden_app("direct")
    fn = app["lambdas"]["hello"]
    app["lambdas"] = {name: {**fn, "name": name, "path": f"lambdas/{name}/index.py"} for name in ("a" * 53, "b" * 54)}
    assert str(problems_of(expand_template.expanded, app)) == (
        f"lambdas/{'b' * 54}/index.py:1: demo-STAGE-{'b' * 54} is 1 letters too long: Lambda takes 64\n"
        "  hint: shorten the path of its folder")
