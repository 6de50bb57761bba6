"""`log` of app.yaml and of a lambda."""

import recipes
from kit import log_settings, schema, settings
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of


@cases("of_app, of_lambda, merged", [
    ({}, {}, {}),
    ({"format": "json", "days": 90}, {"level": "debug"}, {"format": "json", "days": 90, "level": "debug"}),
    ({"level": "info"}, {"format": "text"}, {"format": "text"}),
    ({"format": "text"}, {"level": "debug"}, {"format": "json", "level": "debug"}),
    ({"days": 7}, {"days": "forever"}, {"days": "forever"}),
])
def test_a_lambda_has_its_own_settings_and_else_the_apps(of_app, of_lambda, merged):
    assert log_settings.merged(log_settings.normal(of_app), log_settings.normal(of_lambda)) == merged


@cases("text, line, message", [
    ("log: json", 2, "log must be a mapping, not 'json'"),
    ("log:\n  days: 31", 3, "log.days must be one of"),
    ("log:\n  format: xml", 3, "log.format must be one of json, text, not 'xml'"),
    ("log:\n  level: fatal", 3, "log.level must be one of trace, debug, info, warn, error, not 'fatal'"),
    ("log:\n  format: text\n  level: info", 4, "Lambda has no level in the format text"),
    ("log:\n  size: 3", 3, "log has no field 'size'"),
])
def test_each_wrong_use_in_app_yaml_has_its_line(text, line, message):
    (problem,) = problems_of(settings.settings, "app.yaml", f"name: demo\n{text}\n").args
    assert problem.line == line and problem.message.startswith(message)


def test_a_level_beside_text_in_a_block_is_a_problem():
    block = {"log": {"format": "text", "level": "info"}}
    assert schema.problems(recipes.INFRA, block) == []
    assert [(key, message) for key, message, _hint in recipes.problems(block)] == [
        ("log.level", "Lambda has no level in the format text")]
