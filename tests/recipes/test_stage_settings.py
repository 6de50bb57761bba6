"""What differs between stages: the days of logs, the limit of the API and who gets alerts; the conditions of a template
are evaluated for some stages."""
import pytest

from kit import settings
from kit.problems import Problems
from recipes import alerts, log, recipients, throttling
from tests.fixtures.cases import cases, results

NONE = {"Ref": "AWS::NoValue"}
APP_LIMIT, LIMIT, OTHER = "{rate: 100, burst: 200}", "{rate: 500, burst: 200}", "{rate: 7, burst: 8}"
STAGES = ("local", "dev", "prod", "test")


def read(text):
    return settings.settings("app.yaml", f"name: demo\n{text}\n")


def holds(condition, stage):
    """The value of a condition of CloudFormation in a stage."""
    (function, operands), = condition.items()
    if function == "Fn::Equals":
        return operands == [{"Ref": "Stage"}, stage] or stage == operands[1]
    values = [holds(operand, stage) for operand in operands]
    return not values[0] if function == "Fn::Not" else any(values)


def value(property_, conditions, stage):
    """A value of a template in a stage."""
    if not isinstance(property_, dict) or "Ref" in property_:
        return property_
    id_, then, otherwise = property_["Fn::If"]
    return value(then if holds(conditions[id_], stage) else otherwise, conditions, stage)


def days(text, of_lambda=None):
    """[the days of a log group in local, dev and prod]"""
    full = read(text)
    group = log.group(full, of_lambda)
    conditions = log.conditions(full, [group])
    return [value(group["Properties"].get("RetentionInDays"), conditions, stage) for stage in ("local", "dev", "prod")]


test_the_days_of_a_log_in_a_stage = results(days, [
    ("", None, [30, 30, 30]),
    ("log: {days: forever}", None, [None] * 3),
    ("stages: {prod: {log: {days: 365}}}", None, [30, 30, 365]),
    ("stages: {prod: {log: {days: 365}}}", 7, [7, 7, 7]),
    ("stages: {prod: {log: {days: 365}}}", "forever", [None] * 3),
    ("log: {days: 90}\nstages: {prod: {log: {days: forever}}}", None, [90, 90, NONE]),
    ("log: {days: forever}\nstages: {dev: {log: {days: 1}}}", None, [NONE, 1, NONE]),
    ("stages: {'*': {log: {days: 7}}, prod: {protected: true}}", None, [30, 7, 30]),
])


def test_a_condition_that_no_log_group_uses_is_not_declared():
    full = read("stages: {prod: {log: {days: 365}}}")
    assert log.conditions(full, [log.group(full, 7)]) == {}
    assert len(log.conditions(full, [log.group(full)])) == 1


@cases("text, message", [
    ("{days: 29}", "stages.prod.log.days must be one of 1, 3"),
    ("{}", "stages.prod.log"),
    ("{level: debug}", "stages.prod.log has no field 'level'"),
])
def test_what_a_stage_cannot_have(text, message):
    with pytest.raises(Problems, match=message):
        read(f"stages: {{prod: {{log: {text}}}}}")


def limits(text):
    """{stage: (rate, burst)} of routes without a limit of their own."""
    full = read(text)
    endpoint = {"endpoint": {"method": "GET", "path": "/a"}}
    conditions = throttling.conditions({"lambdas": {"a": {"infra": endpoint}}, "settings": full})
    limit = throttling.of_all(full)
    assert {id_ for number in limit.values() for id_ in ids(number)} == conditions.keys()  # cfn-lint W8001
    return {stage: (value(limit["rate"], conditions, stage), value(limit["burst"], conditions, stage))
            for stage in STAGES}


def ids(property_):
    """The conditions of a value."""
    return {property_["Fn::If"][0], *ids(property_["Fn::If"][1]), *ids(property_["Fn::If"][2])} \
        if isinstance(property_, dict) else set()


test_the_limit_of_a_stage = results(lambda text: [*limits(text).values()], [
    ("", [(1000, 500)] * 4),
    (f"api: {{limit: {APP_LIMIT}}}\nstages: {{prod: {{protected: true}}}}", [(100, 200)] * 4),
    (f"api: {{limit: {APP_LIMIT}}}\nstages: {{prod: {{api: {{limit: {APP_LIMIT}}}}}}}", [(100, 200)] * 4),
    (f"api: {{limit: {APP_LIMIT}}}\nstages: {{prod: {{api: {{limit: {LIMIT}}}}}}}",
     [(100, 200), (100, 200), (500, 200), (100, 200)]),
    (f"stages: {{prod: {{api: {{limit: {LIMIT}}}}}, test: {{api: {{limit: {LIMIT}}}}}, dev: {{api: {{limit: {OTHER}}}}}}}",
     [(1000, 500), (7, 8), (500, 200), (500, 200)]),
    (f"stages: {{'*': {{api: {{limit: {OTHER}}}}}, prod: {{api: {{limit: {LIMIT}}}}}}}", [(1000, 500), (7, 8), (500, 200), (7, 8)]),
    (f"stages: {{'*': {{api: {{limit: {OTHER}}}}}, prod: {{}}}}", [(1000, 500), (7, 8), (1000, 500), (7, 8)]),
])


def by_address(text):
    """{address: the stages that have it} of app.yaml's text."""
    full = read(text)
    conditions = recipients.conditions(full)
    return {address: {stage for stage in STAGES
                      if recipients.condition_id((protocol, address)) not in conditions
                      or holds(conditions[recipients.condition_id((protocol, address))], stage)}
            for protocol, address in recipients.all_entries(full)}


test_each_stage_has_its_own_recipients_or_those_of_all = results(by_address, [
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


def test_more_stages_than_one_condition_takes_are_nested():
    many = ", ".join(f"s{number}: {{alerts: false}}" for number in range(25))
    full = read(f"alerts: {{email: a@b.org}}\nstages: {{{many}}}")
    condition = recipients.conditions(full)["HasAlerts"]
    assert [stage for stage in ("s0", "s9", "s10", "s24", "other") if holds(condition, stage)] == ["other"]

    def longest(part):
        operands = next(iter(part.values()))
        inner = [entry for entry in operands if isinstance(entry, dict) and "Ref" not in entry]
        return max([len(operands), *map(longest, inner)])
    assert longest(condition) <= 10


def test_an_app_without_recipients_has_no_condition():
    assert recipients.conditions(read("stages: {dev: {alerts: false}}")) == {}


@cases("text, value", [
    ("alerts: {slack: ops}", "DemoOpsSecret"),
    ("alerts: {slack: ops}\nstages: {dev: {alerts: false}}", "DemoOpsSecret"),
    ("alerts: {slack: ops}\nstages: {dev: {alerts: {email: a@b.org}}}", ["DemoOpsSecret", "AWS::NoValue"]),
    ("alerts: {slack: ops}\nstages: {dev: {alerts: false}, prod: {alerts: {slack: pager}}}", ["DemoPagerSecret", "DemoOpsSecret"]),
])
def test_only_a_stage_with_other_alerts_than_slack_has_no_variable(text, value):
    app = {"name": "demo", "settings": read(text)}

    def names(part):
        return [names(part["Fn::If"][1]), names(part["Fn::If"][2])] if "Fn::If" in part else part["Ref"]
    assert names(alerts.slack_secret(app, recipients.secrets(app["settings"]))) == value
