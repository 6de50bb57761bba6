"""Who gets alerts in which stage: the conditions of a template, evaluated for some stages."""

from kit import settings
from recipes import alerts, recipients
from tests.fixtures.cases import cases
from tests.fixtures.stage_conditions import holds

STAGES = ("local", "dev", "prod", "test")


def by_address(text):
    """{address: the stages that have it} of app.yaml's text."""
    full = settings.settings("app.yaml", f"name: demo\n{text}\n")
    conditions = recipients.conditions(full)
    return {address: {stage for stage in STAGES
                      if recipients.condition_id((protocol, address)) not in conditions
                      or holds(conditions[recipients.condition_id((protocol, address))], stage)}
            for protocol, address in recipients.all_entries(full)}


@cases("text, expected", [
    ("alerts: {email: a@b.org}", {"a@b.org": {*STAGES}}),
    ("alerts: {email: a@b.org}\nstages: {dev: {alerts: false}}", {"a@b.org": {"local", "prod", "test"}}),
    ("stages: {prod: {alerts: {email: a@b.org}}}", {"a@b.org": {"prod"}}),
    ("alerts: {email: a@b.org}\nstages: {prod: {alerts: {email: [a@b.org, c@b.org]}}}",
     {"a@b.org": {*STAGES}, "c@b.org": {"prod"}}),
    ("alerts: {url: http://localhost/}\nstages: {'*': {alerts: {email: a@b.org}}, dev: {protected: true}}",
     {"http://localhost/": {"local", "dev"}, "a@b.org": {"prod", "test"}}),
    ("stages: {'*': {alerts: {slack: ops}}, prod: {alerts: {slack: pager}}, local2: {}}",
     {"demo-ops": {*STAGES}, "demo-pager": {"prod"}}),
    ("stages: {'*': {protected: true}}\nalerts: {email: a@b.org}", {"a@b.org": {*STAGES}}),
])
def test_each_stage_has_its_own_recipients_or_those_of_all(text, expected):
    assert by_address(text) == expected


def test_more_stages_than_one_condition_takes_are_nested():
    many = ", ".join(f"s{number}: {{alerts: false}}" for number in range(25))
    full = settings.settings("app.yaml", f"name: demo\nalerts: {{email: a@b.org}}\nstages: {{{many}}}\n")
    condition = recipients.conditions(full)["HasAlerts"]
    assert [stage for stage in ("s0", "s9", "s10", "s24", "other") if holds(condition, stage)] == ["other"]

    def longest(part):
        operands = next(iter(part.values()))
        inner = [entry for entry in operands if isinstance(entry, dict) and "Ref" not in entry]
        return max([len(operands), *map(longest, inner)])
    assert longest(condition) <= 10


def test_an_app_without_recipients_has_no_condition():
    assert recipients.conditions(settings.settings("app.yaml", "name: demo\nstages: {dev: {alerts: false}}\n")) == {}


@cases("text, value", [
    ("alerts: {slack: ops}", "DemoOpsSecret"),
    ("alerts: {slack: ops}\nstages: {dev: {alerts: false}}", "DemoOpsSecret"),
    ("alerts: {slack: ops}\nstages: {dev: {alerts: {email: a@b.org}}}", ["DemoOpsSecret", "AWS::NoValue"]),
    ("alerts: {slack: ops}\nstages: {dev: {alerts: false}, prod: {alerts: {slack: pager}}}", ["DemoPagerSecret", "DemoOpsSecret"]),
])
def test_only_a_stage_with_other_alerts_than_slack_has_no_variable(text, value):
    app = {"name": "demo", "settings": settings.settings("app.yaml", f"name: demo\n{text}\n")}

    def names(part):
        return [names(part["Fn::If"][1]), names(part["Fn::If"][2])] if "Fn::If" in part else part["Ref"]
    assert names(alerts.slack_secret(app, recipients.secrets(app["settings"]))) == value
