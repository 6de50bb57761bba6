"""The values of the parameters of a template, and the hint for a variable without the name of the app."""
import json
from pathlib import Path

import pytest

from deploy import parameters
from kit.problems import Problem
from scan import variables
from tests.fixtures.cases import cases
from tests.fixtures.deploys import APP, HELLO, deploy
from tests.fixtures.fake_cloudformation import added

WANTS = {"hello": {**HELLO, "infra": {"layers": ["pillow"]}, "lines": {"layers": 7}, "env": [
    {"name": "SLACK_URL", "kind": "value", "of": None, "file": "lambdas/hello/index.py", "line": 9, "optional": False},
    {"name": "DEMO_TABLE", "kind": "table", "of": "demo", "file": "lambdas/hello/index.py", "line": 8, "optional": False},
]}}


DECLARED = {"Parameters": {"Stage": {}, "EnvSlackUrl": {}, "EnvColour": {"Default": ""}, "PillowLayer": {}}}


def test_every_missing_value_is_reported_at_the_line_that_reads_it():
    given, wrong = parameters.values({"name": "demo", "lambdas": WANTS}, DECLARED, {}, {}, "dev")
    assert given == {"Stage": "dev"}
    assert wrong == [
        Problem("lambdas/hello/index.py", 9, "SLACK_URL has no value in stage dev",
                "`export SLACK_URL=...`, or set it under `env:` in app.yaml"),
        Problem("lambdas/hello/index.py", 7, "the layer pillow is not made in stage dev",
                "`make push stage=dev` makes it")]


def test_a_value_above_cloudformations_limit_is_reported_at_the_line_that_reads_it():
    _values, problems = parameters.values({"name": "demo", "lambdas": WANTS}, {"Parameters": {"EnvSlackUrl": {}}}, {},
                                          {"SLACK_URL": "é" * 2049}, "dev")
    assert [(problem.line, problem.message) for problem in problems] == [
        (9, "the value of SLACK_URL has more than 4,096 bytes, CloudFormation's limit")]


def test_only_parameters_that_the_template_declares_are_passed():
    assert parameters.values({"name": "demo", "lambdas": WANTS}, DECLARED, {"PillowLayer": "arn:1", "OldLayer": "arn:2"},
                             {"SLACK_URL": "https://x", "PATH": "/bin"}, "dev") == (
        {"Stage": "dev", "EnvSlackUrl": "https://x", "PillowLayer": "arn:1"}, [])


def test_the_shell_comes_before_app_yaml_and_only_for_what_lambdas_read(deploy_world, monkeypatch):
    Path("app.yaml").write_text("name: demo\nenv:\n  SLACK_URL: from-file\n  COLOUR: {local: red, dev: blue}\n")
    monkeypatch.setenv("SLACK_URL", "from-shell")
    monkeypatch.setenv("STAGE", "prod")
    Path("template.json").write_text(json.dumps({"Parameters": {"Stage": {}, "EnvSlackUrl": {}, "EnvColour": {}}}))
    env = [{"name": name, "kind": "value", "of": None, "file": "lambdas/hello/index.py", "line": 9, "optional": False}
           for name in ("COLOUR", "SLACK_URL", "STAGE")]
    deploy_world.changes(added("HelloFunction"))
    deploy(app={**APP, "lambdas": {"hello": {**HELLO, "env": env}}})
    assert deploy_world.requests("create_change_set")[0]["Parameters"] == [
        {"ParameterKey": "EnvColour", "ParameterValue": "red"},
        {"ParameterKey": "EnvSlackUrl", "ParameterValue": "from-shell"},
        {"ParameterKey": "Stage", "ParameterValue": "local"}]


def test_the_shells_own_variables_and_those_of_make_are_no_values_of_the_app(monkeypatch):
    machine = ["PATH", "HOME", "LANG", "TZ", "AWS_PROFILE", "AWS_CA_BUNDLE", "PYTHONPATH", "HTTPS_PROXY", "no_proxy", "CI", "TERM",
               "MAKELEVEL", "port"]
    for name in (*machine, "COLOUR", "transport", "CIRCLE"):
        monkeypatch.setenv(name, "of the shell")
    monkeypatch.setenv("PARETO_VARIABLES", "stage port name")
    env = [{"name": name, "kind": "value", "of": None} for name in (*machine, "COLOUR", "transport", "CIRCLE")]
    assert parameters.environment_values({"lambdas": {"hello": {"env": env}}}, {"PATH": "/opt/bin", "COLOUR": "red"}, "dev") == {
        "PATH": "/opt/bin", "COLOUR": "of the shell", "transport": "of the shell", "CIRCLE": "of the shell"}


def test_the_digest_of_a_version_has_the_code_also_where_the_root_declares_none():
    app = {"name": "demo", "lambdas": {"hello": {**HELLO, "infra": {"snapstart": True}}}}

    def digest(code, declared):
        template = {"Parameters": {name: {} for name in ("Stage", "HelloLiveValues", *declared)}}
        return parameters.values(app, template, {"HelloCode": code}, {}, "dev")[0]["HelloLiveValues"]
    assert digest("code/1.zip", []) == digest("code/1.zip", ["HelloCode"]) != digest("code/2.zip", [])


SECRETS_APP = {"name": "demo", "lambdas": {name: {"name": name, "infra": {word: {}}} for name, word in (
    ("orders", "queue"), ("news", "topic"), ("pay", "endpoint"), ("nightly", "timer"))}}


@cases("name, own", [
    ("ORDERS_TABLE", "DEMO_ORDERS_TABLE"), ("APP_TABLE", ": DEMO_TABLE"), ("APP_STAGE", ": DEMO_STAGE"), ("APP_ORDERS_QUEUE", ": DEMO_ORDERS_QUEUE"),
    ("TABLE", "DEMO_TABLE"), ("TABLE_NAME", "DEMO_TABLE"), ("UPLOAD_BUCKET", "DEMO_UPLOAD_BUCKET"),
    ("BUCKET_NAME", "DEMO_BUCKET"), ("SITE_WEBSITE", "DEMO_SITE_WEBSITE"), ("CLICKS_STREAM", "DEMO_CLICKS_STREAM"), ("STREAM_NAME", "DEMO_STREAM"),
    ("ORDERS_QUEUE", "DEMO_ORDERS_QUEUE"), ("ORDERS_QUEUE_URL", "DEMO_ORDERS_QUEUE"), ("QUEUE_URL", "DEMO_<LAMBDA>_QUEUE"), ("PAY_QUEUE", "DEMO_<LAMBDA>_QUEUE"),
    ("NEWS_TOPIC_ARN", "DEMO_NEWS_TOPIC"), ("TOPIC_ARN", "DEMO_<LAMBDA>_TOPIC"), ("PAY_FUNCTION_NAME", "DEMO_PAY_FUNCTION"), ("NIGHTLY_SCHEDULE", "DEMO_NIGHTLY_SCHEDULE"),
    ("BUS", "DEMO_BUS"), ("EVENT_BUS_NAME", "DEMO_BUS"), ("BUILDER", "DEMO_BUILDER"), ("SITE_BUILDER", "DEMO_BUILDER"), ("STAGE", "DEMO_STAGE"), ("API_URL", "DEMO_API_URL"),
    ("USER_POOL_ID", "DEMO_USER_POOL"), ("STRIPE_SECRET", "DEMO_STRIPE_SECRET"), ("STRIPE_SECRET_ARN", "DEMO_STRIPE_SECRET"), ("WEBSITE_URL", "DEMO_WEBSITE_URL")])
def test_the_hint_names_the_apps_own_variable(name, own):
    assert own in parameters.value_hint(SECRETS_APP, name)
    assert ("make secret" if name.startswith("STRIPE") else f"export {name}=...") in parameters.value_hint(SECRETS_APP, name)


@pytest.mark.parametrize("name", ["SLACK_URL", "LOG_LEVEL", "COLOUR"])
def test_the_hint_for_any_other_variable_names_none_of_the_app(name):
    assert parameters.value_hint(SECRETS_APP, name) == f"`export {name}=...`, or set it under `env:` in app.yaml"


def test_the_suffixes_of_the_hint_are_all_those_of_variables():
    assert {*variables.STATE, *variables.OF_LAMBDA} == {
        "TABLE", "BUCKET", "WEBSITE", "SECRET", "STREAM", "QUEUE", "TOPIC", "FUNCTION", "SCHEDULE"}
