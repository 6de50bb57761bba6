"""json=1: what the reading targets print for a program."""
import json
import re
from pathlib import Path

import pytest

import check_app
import invoke_lambda
import list_domains
import list_layers
import list_resources
import manage_bucket
import manage_secrets
import manage_users
import print_dashboard
import print_outputs
import print_policy
import scan_infra
import show_logs
from kit.columns import print_rows
from kit.problems import Problems
from tests.fixtures.lambda_texts import lambda_text
from tests.fixtures.problems import problems_of

pytest_plugins = ["tests.fixtures.small_apps"]


def test_rows_are_columns_for_a_person_and_an_array_for_a_program(capsys):
    rows = [{"name": "a", "lambdas": ["x", "y"], "version": 3}, {"name": "bcd", "lambdas": [], "version": None}]
    print_rows(rows, False, head=True)
    assert capsys.readouterr().out == "name  lambdas  version\na     x, y     3\nbcd   none     -\n"
    print_rows(rows, True)
    assert json.loads(capsys.readouterr().out) == rows
    print_rows([], True)
    assert capsys.readouterr().out == "[]\n"


@pytest.mark.parametrize("tool,do", [(manage_bucket, "empty"), (manage_secrets, "rotate"), (manage_users, "token")])
def test_an_action_that_prints_no_data_refuses_json(tool, do):
    with pytest.raises(Problems, match=f"do={do} does not use json=1\n  hint: remove it: json= is for do=list"):
        tool.main(["app.json", "--json", do])


HELLO = lambda_text(
    "{}", 'print("one")\nreturn secrets.describe_secret(SecretId=os.environ["JSONS_STRIPE_SECRET"])["Name"]', "os",
    "boto3", before='secrets = boto3.client("secretsmanager")')


@pytest.fixture
def printed(deploy_app, capsys):
    """printed(tool, *words) -> the standard output of a tool with --json, of an app that is deployed"""
    deploy_app("name: jsons\ndashboard: true\n", {"hello": HELLO})

    def run(tool, *words):
        capsys.readouterr()
        tool.main([*words, "--json"])
        return capsys.readouterr().out
    return run


def test_every_reading_tool_prints_data_for_a_program(printed):
    model = "build/app.json"
    outputs = json.loads(printed(print_outputs, model))
    assert outputs["JsonsStripeSecretArn"].startswith("arn:aws:secretsmanager:eu-west-1:")
    resources = json.loads(printed(list_resources, model, "--name", "hello"))
    assert {row["lambda"] for row in resources} == {"hello"}
    assert [row for row in resources if row["type"] == "Lambda::Function"] == [
        {"lambda": "hello", "word": "function", "type": "Lambda::Function", "id": "jsons-local-hello",
         "status": "CREATE_COMPLETE"}]
    assert json.loads(printed(manage_secrets, model, "list")) == [
        {"name": "jsons-stripe", "status": "no value", "lambdas": ["hello"]}]
    objects = json.loads(printed(manage_bucket, model, "list"))
    assert all(entry.keys() == {"key", "bytes", "modified"} for entry in objects) and objects
    assert json.loads(printed(list_layers, "lambdas")) == []
    assert json.loads(printed(list_domains, model)) == {"domain": None, "problems": []}
    assert json.loads(printed(check_app, model)) == []
    assert json.loads(printed(print_dashboard, model)) == {"name": outputs["DashboardName"], "address": None}
    assert {policy["Version"] for policy in json.loads(printed(print_policy, model, "build/template.json"))} == {"2012-10-17"}


def test_logs_are_a_line_of_json_for_each_event(printed):
    invoke_lambda.main(["build/app.json", "--name", "hello"])
    events = [json.loads(line) for line in printed(show_logs, "build/app.json").splitlines()]
    assert {event["lambda"] for event in events} == {"hello"}
    assert [event["message"] for event in events if event["message"] == "one"] == ["one"]
    assert all(re.fullmatch(r"20\d\d-\d\d-\d\dT[\d:]{8}\.\d{3}\+00:00", event["time"]) for event in events)


def test_findings_are_printed_and_fail_all_the_same(printed, capsys):
    Path("lambdas/hello/index.py").write_text(HELLO.replace('["Name"]', '["Nmae"]'))
    scan_infra.main(["-o", "build/app.json"])
    raised = problems_of(printed, check_app, "build/app.json")
    finding, = json.loads(capsys.readouterr().out)
    assert finding == {"file": "lambdas/hello/index.py", "line": 13, "message": raised.args[0].message,
                       "hint": raised.args[0].hint}
