"""The address of Slack's webhook in a variable of the shell, which a deploy puts into a secret."""
import pytest

from aws import secrets
from kit import settings
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of

TEXT = "name: demo\nalerts: {slack: SLACK_WEBHOOK_URL}\nstages: {dev: {alerts: {email: a@b.org}}, test: {alerts: {slack: OTHER}}}\n"
HOOK, NEAR = "https://hooks.slack.com/services/T0", "http://127.0.0.1:9000/hook"


@cases("stage, text, expected", [
    ("prod", f"{HOOK}\n", {"demo-slack-webhook-url": HOOK}),
    ("prod", "", {}),
    ("dev", HOOK, {}),
    ("test", HOOK, {}),
    ("local", HOOK, {}),
    ("local", NEAR, {"demo-slack-webhook-url": NEAR}),
])
def test_a_stage_takes_it_if_its_alerts_name_the_variable(stage, text, expected):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SLACK_WEBHOOK_URL", text)
        assert secrets.shell_values({"settings": settings.settings("app.yaml", TEXT)}, stage) == expected


def test_only_a_stage_whose_alerts_read_the_secret_needs_its_value():
    app = {"settings": settings.settings("app.yaml", TEXT), "lambdas": {"pay": {"env": [
        {"kind": "secret", "of": "demo-stripe"}, {"kind": "value", "of": "x"}]}}}
    assert [secrets.needed(app, stage) - {""} for stage in ("prod", "dev")] == [{"demo-slack-webhook-url", "demo-stripe"}, {"demo-stripe"}]


def test_a_value_that_is_no_address_is_refused_and_not_printed(monkeypatch):
    monkeypatch.setenv("SLACK_WEBHOOK_URL", "xoxb-1234")
    error = problems_of(secrets.shell_values, {"settings": settings.settings("app.yaml", TEXT)}, "prod")
    assert "SLACK_WEBHOOK_URL of the shell is no address of a webhook" in str(error) and "xoxb" not in str(error)
