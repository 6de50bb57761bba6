"""The values of the parameters of a template."""
import json
from pathlib import Path

from deploy import parameters
from kit.problems import Problem
from tests.fixtures.deploys import APP, HELLO, deploy
from tests.fixtures.fake_cloudformation import added

pytest_plugins = ["tests.fixtures.deploys"]


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


def test_only_what_the_template_declares_is_given():
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


def test_the_digest_of_a_version_has_the_code_also_where_the_root_declares_none():
    app = {"name": "demo", "lambdas": {"hello": {**HELLO, "infra": {"snapstart": True}}}}

    def digest(code, declared):
        template = {"Parameters": {name: {} for name in ("Stage", "HelloLiveValues", *declared)}}
        return parameters.values(app, template, {"HelloCode": code}, {}, "dev")[0]["HelloLiveValues"]
    assert digest("code/1.zip", []) == digest("code/1.zip", ["HelloCode"]) != digest("code/2.zip", [])
