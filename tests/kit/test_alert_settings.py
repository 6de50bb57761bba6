"""`alerts` of app.yaml and of its stages: who is told of failures."""

from kit import settings
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of


def read(text):
    return settings.settings("app.yaml", f"name: demo\n{text}\n")


def test_texts_become_lists_and_the_secret_has_its_whole_name():
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


def test_without_the_setting_nothing_is_added():
    assert "alerts" not in read("")
    assert read("alerts: {email: a@b.org, when: off}")["alerts"]["when"] == {"errors": False, "duration": False}


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
])
def test_each_wrong_use_has_its_line(text, line, message):
    assert [(problem.line, problem.message) for problem in problems_of(read, text).args] == [(line, message)]
