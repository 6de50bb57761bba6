"""Sections of app.yaml: `alerts`, `api`, `bus`, `cors`, `log`, `stages`, `tags`."""
import pytest

import recipes
from aws import stages
from kit import log_settings, schema, settings
from tests.fixtures.cases import cases, results
from tests.fixtures.problems import problems_of


def read(text):
    return settings.settings("app.yaml", f"name: demo\n{text}\n")


@cases("text, line, message", [
    ("alerts: ann@example.com", 2, "alerts must be a mapping, not 'ann@example.com'"),
    ("alerts: {when: {errors: 5 in 10 minutes}}", 2, "alerts names nobody"),
    ("alerts: {email: a@b.org, when: prod}", 2, "alerts.when must be false or a mapping, not 'prod'"),
    ("alerts:\n  email: a@b.org\n  when: {errors: 5 in 7 minutes}", 4, "alerts.when.errors: 7 minutes cannot be counted"),
    ("alerts: {email: a@b.org, when: {throttles: 1 in 5 minutes}}", 2, "alerts.when has no field 'throttles'"),
    ("alerts: {mail: a@b.org}", 2, "alerts has no field 'mail'"),
    ("alerts:\n  email: [a@b.org, ann]", 3, "alerts.email: 'ann' is no e-mail address"),
    ("alerts:\n  email: [a@b.org, a@b.org]", 3, "alerts.email: a@b.org is listed twice"),
    ("alerts:\n  url: example.com", 3, "alerts.url: 'example.com' is no URL"),
    ("alerts:\n  url: https://user:secret@example.com", 3, "alerts.url: 'https://user:secret@example.com' is no URL"),
    ("alerts:\n  email: []", 3, "alerts.email must have at least 1 item, not []"),
    ("alerts:\n  slack: [https://hooks.slack.com/x]", 3, "alerts.slack must be text, not this value"),
    ("alerts:\n  slack: Slack_Url", 3, "alerts.slack cannot be this value"),
    ("alerts:\n  slack: https://hooks.slack.com/x", 3, "alerts.slack cannot be this value"),
    ("stages:\n  prod:\n    alerts: true", 4, "stages.prod.alerts must be false or a mapping, not true"),
    ("stages:\n  prod:\n    alerts: {email: ann}", 4, "stages.prod.alerts.email: 'ann' is no e-mail address"),
    ("stages:\n  prod:\n    alerts: {}", 4, "stages.prod.alerts names nobody"),
    ("alerts: {email: a@b.org}\nstages:\n  prod:\n    alerts: {}", 5, "stages.prod.alerts names nobody"),
    ("stages:\n  prod:\n    alerts: {when: off}", 4, "stages.prod.alerts names nobody"),
    ("stages:\n  prod:\n    alerts: {email: a@b.org, when: {errors: 5 in 7 minutes}}", 4,
     "stages.prod.alerts.when.errors: 7 minutes cannot be counted"),
    ("api: true", 2, "api must be a mapping, not true"),
    ("api:\n  limits: {}", 3, "api has no field 'limits'"),
    ("api:\n  access_logs: json", 3, "api.access_logs must be true or false, not 'json'"),
    ("api:\n  limit: 10", 3, "api.limit must be a mapping, not 10"),
    ("api:\n  limit: {rate: 10}", 3, "api.limit needs 'burst'"),
    ("api:\n  limit: {rate: 0, burst: 1}", 3, "api.limit.rate must be at least 0.001, not 0"),
    ("api:\n  limit: {rate: 1, burst: 0.5}", 3, "api.limit.burst must be a whole number, not 0.5"),
    ("log: json", 2, "log must be a mapping, not 'json'"),
    ("log:\n  days: 31", 3, f"log.days must be one of {', '.join(map(str, log_settings.DAYS))} or forever, not 31"),
    ("log:\n  format: xml", 3, "log.format must be one of json, text, not 'xml'"),
    ("log:\n  level: fatal", 3, "log.level must be one of trace, debug, info, warn, error, not 'fatal'"),
    ("log:\n  format: text\n  level: info", 4, "Lambda has no level in the format text"),
    ("log:\n  size: 3", 3, "log has no field 'size'"),
    ("stages:\n  prod: {protected: maybe}", 3, "stages.prod.protected must be true or false, not 'maybe'"),
    ("stages:\n  prod: {protect: true}", 3, "stages.prod has no field 'protect'"),
    ("stages:\n  prod: protected", 3, "stages.prod must be a mapping, not 'protected'"),
    ("stages:\n  prod: true", 3, "stages.prod must be a mapping, not true"),
    ("stages:\n  [prod]", 2, "stages must be a mapping, not [prod]"),
    ("stages:\n  dev: {}\n  local: {protected: true}", 4, "stages: 'local' is the local cloud, to which none of these settings applies"),
    ("stages:\n  pro_d: {protected: true}", 3, "stages: 'pro_d' is not a valid stage"),
    ("stages:\n  1: {protected: true}", 3, "a key must be text, not 1"),
    ("stages:\n  *: {protected: true}", 3, "not YAML: text cannot begin with *"),
    ("stages:\n  prod: {protected: true, expires: 7 days}", 3, "stages.prod: a protected stage never expires"),
    ("stages:\n  dev: {expires: 7}", 3, "stages.dev.expires must be text, not 7"),
    ("stages:\n  dev: {expires: 1 days}", 3, "stages.dev.expires cannot be '1 days'"),
    ("stages:\n  dev: {expires: 7 hours}", 3, "stages.dev.expires cannot be '7 hours'"),
    ("stages:\n  auto: {}", 3, "stages: stage=auto is the stage of the git branch"),
    ("stages:\n  {*: {protected: true}}", 3, "not YAML: text cannot begin with *"),
    ("stages:\n  prod: {}\n  prod: {}", 4, "duplicate key 'prod'"),
    ("cors:\n  origins: [example.com]", 3, "cors.origins: 'example.com' is no origin"),
    ("cors:\n  origins: ['https://*.example.com']", 3, "cors.origins: 'https://*.example.com' is no origin"),
    ("cors:\n  origins: [https://example.com/shop]", 3, "cors.origins: 'https://example.com/shop' is no origin"),
    ("cors:\n  origins: ['null']", 3, "cors.origins: 'null' is no origin"),
    ("cors:\n  origins: [https://example.com/]", 3, "cors.origins: 'https://example.com/' is not what browsers send"),
    ("cors:\n  origins: [https://Example.com]", 3, "cors.origins: 'https://Example.com' is not what browsers send"),
    ("cors:\n  origins: [https://example.com:443]", 3, "cors.origins: 'https://example.com:443' is not what browsers send"),
    ("cors:\n  origins: [https://a.example, https://a.example]", 3, "cors.origins: https://a.example is listed twice"),
    ("cors:\n  origins: ['https://a.example:65536']", 3, "cors.origins: no port is 65536"),
    ("cors:\n  origins: [https://smör.example:81]", 3, "cors.origins: 'https://smör.example:81' is not what browsers send"),
    ("cors:\n  origins: [capacitor://localhost]", 3, "cors.origins: 'capacitor://localhost' is no origin of http or https"),
    ("cors:\n  origins: ['*', https://a.example]", 3, "cors.origins: * is every origin, but the list has other origins too"),
    ("cors:\n  {origins: ['*'], credentials: true}", 3, "cors.credentials: browsers refuse credentials with the origin *"),
    ("cors:\n  {origins: [https://a.example], age: 86401}", 3, "cors.age must be at most 86400, not 86401"),
    ("cors:\n  {origins: [https://a.example], headers: ['*']}", 3, "cors.headers.0 cannot be '*'"),
    ("cors:\n  {origins: []}", 3, "cors.origins must have at least 1 item, not []"),
    ("cors:\n  {credentials: true}", 2, "cors needs 'origins'"),
    ("cors:\n  {origins: https://a.example}", 3, "cors.origins must be a list, not 'https://a.example'"),
    ("cors:\n  {origins: [https://a.example], maxage: 3}", 3, "cors has no field 'maxage'"),
    ("tags: {Stage: x}", 2, "tags.Stage: Pareto sets the tag stage itself"),
    ("tags: {app: x}", 2, "tags.app: Pareto sets the tag app itself"),
    ("tags: {team: a, Team: b}", 2, "tags.Team and tags.team: IAM takes the two keys for one"),
    ('tags: {"aws:a": b}', 2, "AWS accepts no tag 'aws:a'"), ('tags: {"a#": b}', 2, "AWS accepts no tag 'a#'"),
    (f"tags: {{{'k' * 129}: b}}", 2, f"AWS accepts no tag '{'k' * 129}'"),
    ("tags: {a: 'x;y'}", 2, "tags.a: AWS accepts no value 'x;y'"),
    (f"tags: {{a: {'v' * 257}}}", 2, "tags.a must have at most 256 characters, not 257"),
    ("tags: {a: [b]}", 2, "tags.a must be text or a number, not [b]"), ("tags: {a: 1.10}", 2, "tags.a: 1.10 is read as 1.1"),
    (f"tags: {{{', '.join(f'k{number}: a' for number in range(41))}}}", 2, "tags has 41 entries: 40 at most"),
    ("tags: [a]", 2, "tags must be a mapping, not [a]"),
    *((f"bus: {{archive: {time}}}", 2, f"bus.archive: '{time}' is no time in days")
      for time in ("0 days", "1 days", "2 day", "30 hours", "always", "36501 days")),
    ("bus: {archive: 0}", 2, "bus.archive must be at least 1, not 0"),
    ("bus: {archive: 36501}", 2, "bus.archive must be at most 36500, not 36501"),
    ("bus: {archive: true}", 2, "bus.archive must be a whole number or text, not true"),
    ("bus: {archive: }", 2, "bus.archive must be a whole number or text, not nothing"),
    ("bus: {}", 2, "bus needs 'archive'"),
])
def test_each_wrong_use_has_its_line(text, line, message):
    assert [(problem.line, problem.message) for problem in problems_of(read, text).args] == [(line, message)]


def test_a_rate_of_the_api_may_be_one_request_in_two_seconds_or_more_than_a_new_account_has():
    for limit in ({"rate": 0.5, "burst": 1}, {"rate": 20000, "burst": 10000}):
        assert read(f"api: {{limit: {limit}}}")["api"]["limit"] == limit


@cases("text, days", [("30 days", 30), ("1 day", 1), ("7", 7), ("forever", 0)])
def test_an_archive_keeps_events_for_days_or_for_ever(text, days):
    assert read(f"bus: {{archive: {text}}}")["bus"]["archive"] == days
    assert "bus" not in read("")


@cases("cors", [
    "origins: ['*']", "origins: [https://example.com]", "origins: [http://localhost:3000, https://a.example.co.uk:8443]",
    "origins: ['http://[::1]:3000', 'http://my_host:65535']", "{origins: [https://example.com], credentials: true, headers: [X-A, x_b], age: 0}",
    "{origins: ['*'], credentials: false}"])
def test_what_browsers_send_is_an_origin(cors):
    assert read(f"cors:\n  {cors}")["cors"]


@cases("of_app, of_lambda, merged", [
    ({}, {}, {}),
    ({"format": "json", "days": 90}, {"level": "debug"}, {"format": "json", "days": 90, "level": "debug"}),
    ({"level": "info"}, {"format": "text"}, {"format": "text"}),
    ({"format": "text"}, {"level": "debug"}, {"format": "json", "level": "debug"}),
    ({"days": 7}, {"days": "forever"}, {"days": "forever"}),
])
def test_a_lambda_has_its_own_settings_and_else_the_apps(of_app, of_lambda, merged):
    assert log_settings.merged(log_settings.normal(of_app), log_settings.normal(of_lambda)) == merged


def test_a_level_beside_text_in_a_block_is_a_problem():
    block = {"log": {"format": "text", "level": "info"}}
    assert schema.problems(recipes.INFRA, block) == []
    assert [(key, message) for key, message, _hint in recipes.problems(block)] == [
        ("log.level", "Lambda has no level in the format text")]


def app_of(text):
    return {"settings": read(f"stages:\n  {text}")}


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
    assert not stages.is_protected({"settings": read("")}, "prod")


test_tags_are_texts = results(lambda text: read(f"tags: {text}")["tags"], [
    ("{team: web, cost-center: 4711}", {"team": "web", "cost-center": "4711"}),
    ('{"a:b/c=d+e-f@g h.i_j": "x y:z/@"}', {"a:b/c=d+e-f@g h.i_j": "x y:z/@"}),
    ('{a: ""}', {"a": ""}),
])


def test_the_stack_has_the_tags():
    app = {"name": "demo", "settings": {"stages": {}, "tags": {"team": "web", "empty": ""}}}
    assert stages.tags(app, "dev") == [{"Key": "app", "Value": "demo"}, {"Key": "stage", "Value": "dev"},
                                       {"Key": "team", "Value": "web"}, {"Key": "empty", "Value": ""}]


def test_texts_of_alerts_become_lists_and_the_secret_has_its_whole_name():
    full = read("alerts: {email: a@b.org, slack: ops, url: [https://b.org/x]}\nstages: {prod: {alerts: {slack: demo-ops}}, dev: {alerts: false}}")
    assert full["alerts"] == {"email": ["a@b.org"], "url": ["https://b.org/x"], "slack": "demo-ops"}
    assert full["stages"]["prod"]["alerts"] == {"email": [], "url": [], "slack": "demo-ops"}
    assert full["stages"]["dev"]["alerts"] == {"email": [], "url": [], "slack": ""}


def test_a_stage_has_the_people_or_the_when_of_all_where_it_has_none_itself():
    full = read("alerts: {email: a@b.org, when: off}\nstages: {prod: {alerts: {slack: ops}}, dev: {alerts: {when: {errors: 2 in 1 minute}}}}")
    off, some = {"errors": False, "duration": False}, {"errors": [2, 1], "duration": 90}
    assert full["stages"]["prod"]["alerts"] == {"email": [], "url": [], "slack": "demo-ops", "when": off}
    assert full["stages"]["dev"]["alerts"] == {"email": ["a@b.org"], "url": [], "slack": "", "when": some}


@cases("slack, secret, variable", [
    ("slack", "demo-slack", None),
    ("demo-slack", "demo-slack", None),
    ("DEMO_SLACK_SECRET", "demo-slack", None),
    ("SLACK_WEBHOOK_URL", "demo-slack-webhook-url", "SLACK_WEBHOOK_URL"),
    ("DEMO_WEBHOOK", "demo-webhook", "DEMO_WEBHOOK"),
])
def test_slack_names_a_secret_or_the_variable_of_the_shell_with_its_value(slack, secret, variable):
    alerts = read(f"alerts: {{slack: {slack}}}")["alerts"]
    assert (alerts["slack"], alerts.get("variable")) == (secret, variable)


def test_without_alerts_nothing_is_added():
    assert "alerts" not in read("")
    assert read("alerts: {email: a@b.org, when: off}")["alerts"]["when"] == {"errors": False, "duration": False}
