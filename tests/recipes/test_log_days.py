"""How long logs are kept in each stage."""
import pytest

from kit import settings
from kit.problems import Problems
from recipes import log
from tests.fixtures.cases import cases
from tests.fixtures.stage_conditions import holds

NONE = {"Ref": "AWS::NoValue"}


def days(text, of_lambda=None):
    """[the days of a log group in local, dev and prod]"""
    full = settings.settings("app.yaml", f"name: demo\n{text}\n")
    group = log.group(full, of_lambda)
    conditions = log.conditions(full, [group])

    def value(kept, stage):
        if not isinstance(kept, dict) or "Ref" in kept:
            return kept
        id_, then, otherwise = kept["Fn::If"]
        return value(then if holds(conditions[id_], stage) else otherwise, stage)
    return [value(group["Properties"].get("RetentionInDays"), stage) for stage in ("local", "dev", "prod")]


@cases("text, of_lambda, expected", [
    ("", None, [30, 30, 30]),
    ("log: {days: forever}", None, [None] * 3),
    ("stages: {prod: {log: {days: 365}}}", None, [30, 30, 365]),
    ("stages: {prod: {log: {days: 365}}}", 7, [7, 7, 7]),
    ("stages: {prod: {log: {days: 365}}}", "forever", [None] * 3),
    ("log: {days: 90}\nstages: {prod: {log: {days: forever}}}", None, [90, 90, NONE]),
    ("log: {days: forever}\nstages: {dev: {log: {days: 1}}}", None, [NONE, 1, NONE]),
    ("stages: {'*': {log: {days: 7}}, prod: {protected: true}}", None, [30, 7, 30]),
])
def test_the_days_of_a_log_in_a_stage(text, of_lambda, expected):
    assert days(text, of_lambda) == expected


def test_a_condition_that_no_log_group_uses_is_not_declared():
    full = settings.settings("app.yaml", "name: demo\nstages: {prod: {log: {days: 365}}}\n")
    assert log.conditions(full, [log.group(full, 7)]) == {}
    assert len(log.conditions(full, [log.group(full)])) == 1


@cases("text, message", [
    ("{days: 29}", "stages.prod.log.days must be one of 1, 3"),
    ("{}", "stages.prod.log"),
    ("{level: debug}", "stages.prod.log has no field 'level'"),
])
def test_what_a_stage_cannot_have(text, message):
    with pytest.raises(Problems, match=message):
        settings.settings("app.yaml", f"name: demo\nstages: {{prod: {{log: {text}}}}}\n")
