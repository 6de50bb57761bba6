"""`api` of app.yaml."""

from kit import settings
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of


@cases("text, line, message", [
    ("api: true", 2, "api must be a mapping, not true"),
    ("api:\n  limits: {}", 3, "api has no field 'limits'"),
    ("api:\n  access_logs: json", 3, "api.access_logs must be true or false, not 'json'"),
    ("api:\n  limit: 10", 3, "api.limit must be a mapping, not 10"),
    ("api:\n  limit: {rate: 10}", 3, "api.limit needs 'burst'"),
    ("api:\n  limit: {rate: 0, burst: 1}", 3, "api.limit.rate must be at least 0.001, not 0"),
    ("api:\n  limit: {rate: 1, burst: 0.5}", 3, "api.limit.burst must be a whole number, not 0.5"),
])
def test_each_wrong_use_has_its_line(text, line, message):
    error = problems_of(settings.settings, "app.yaml", f"name: demo\n{text}\n")
    assert [(problem.line, problem.message) for problem in error.args] == [(line, message)]


def test_a_rate_may_be_one_request_in_two_seconds_or_more_than_a_new_account_has():
    for limit in ({"rate": 0.5, "burst": 1}, {"rate": 20000, "burst": 10000}):
        assert settings.settings("app.yaml", f"name: demo\napi: {{limit: {limit}}}\n")["api"]["limit"] == limit
