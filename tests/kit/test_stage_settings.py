"""`stages` of app.yaml: which stages are protected."""
import pytest

from aws import stages
from kit import settings
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of


def app_of(text):
    return {"settings": settings.settings("app.yaml", f"name: demo\nstages:\n  {text}\n")}


@cases("text, protected", [
    ("prod: {protected: true}", {"prod"}),
    ("prod: {protected: false}", set()),
    ("prod:", set()),
    ("'*': {protected: true}", {"dev", "prod", "Prod"}),
    ("{'*': {protected: true}, dev: {}}", {"prod", "Prod"}),
    ("{'*': {}, dev: {protected: true}}", {"dev"}),
])
def test_a_stage_is_protected_by_its_own_entry_or_else_by_that_of_all_others(text, protected):
    assert {stage for stage in ("local", "dev", "prod", "Prod") if stages.is_protected(app_of(text), stage)} == protected


@pytest.mark.parametrize("text, expected", [
    ("'*': {expires: 7 days}", {"dev": "7 days", "prod": "7 days", "local": ""}),
    ("{'*': {expires: 1 day}, prod: {protected: true}, dev: {}}", {"dev": "", "prod": "", "feature-x": "1 day"}),
])
def test_a_stage_expires_by_its_own_entry_or_else_by_that_of_all_others(text, expected):
    app = {**app_of(text), "name": "demo"}
    assert {stage: stages.expiry(app, stage) for stage in expected} == expected
    for stage, days in expected.items():
        assert stages.tags(app, stage)[2:] == ([{"Key": "expires", "Value": days}] if days else [])


def test_without_the_setting_no_stage_is_protected():
    assert not stages.is_protected({"settings": settings.settings("app.yaml", "name: demo\n")}, "prod")


@cases("text, line, message", [
    ("prod: {protected: maybe}", 3, "stages.prod.protected must be true or false, not 'maybe'"),
    ("prod: {protect: true}", 3, "stages.prod has no field 'protect'"),
    ("prod: protected", 3, "stages.prod must be a mapping, not 'protected'"),
    ("prod: true", 3, "stages.prod must be a mapping, not true"),
    ("[prod]", 2, "stages must be a mapping, not [prod]"),
    ("dev: {}\n  local: {protected: true}", 4, "stages: 'local' is the local cloud, to which none of these settings applies"),
    ("pro_d: {protected: true}", 3, "stages: 'pro_d' is not a valid stage"),
    ("1: {protected: true}", 3, "a key must be text, not 1"),
    ("*: {protected: true}", 3, "not YAML: text cannot begin with *"),
    ("prod: {protected: true, expires: 7 days}", 3, "stages.prod: a protected stage never expires"),
    ("dev: {expires: 7}", 3, "stages.dev.expires must be text, not 7"),
    ("dev: {expires: 1 days}", 3, "stages.dev.expires cannot be '1 days'"),
    ("dev: {expires: 7 hours}", 3, "stages.dev.expires cannot be '7 hours'"),
    ("auto: {}", 3, "stages: stage=auto is the stage of the git branch"),
    ("{*: {protected: true}}", 3, "not YAML: text cannot begin with *"),
    ("prod: {}\n  prod: {}", 4, "duplicate key 'prod'"),
])
def test_each_wrong_use_has_its_line(text, line, message):
    assert [(problem.line, problem.message) for problem in problems_of(app_of, text).args] == [(line, message)]
