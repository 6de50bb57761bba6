"""alarm: of a lambda needs alerts: of app.yaml in some stage."""
import pytest

from scan.scanning import scan
from tests.fixtures.lambda_texts import lambda_text
from tests.fixtures.problems import problems_of
from tests.fixtures.written_files import write_files

INDEX = lambda_text("alarm: {errors: 5 in 10 minutes}", "return event")


@pytest.mark.parametrize("settings, message", [
    ("", "lambdas/a/index.py:4: alarm has no effect: app.yaml has no alerts\n"
         "  hint: write who gets the messages: alerts: {email: ann@example.com} (docs/alerts.md)"),
    ("stages: {dev: {alerts: false}}", "lambdas/a/index.py:4: alarm has no effect: app.yaml has no alerts\n"
     "  hint: write who gets the messages: alerts: {email: ann@example.com} (docs/alerts.md)"),
    ("stages: {prod: {alerts: {email: a@b.org}}}", None),
])
def test_an_alarm_that_nobody_gets_is_a_problem(own_folder, settings, message):
    write_files({"lambdas/a/index.py": INDEX, "app.yaml": f"name: demo\n{settings}\n"}, own_folder)
    if message is None:
        assert scan("lambdas", "app.yaml", {}, {})["lambdas"]["a"]["infra"]["alarm"]["errors"] == [5, 10]
        return
    assert str(problems_of(scan, "lambdas", "app.yaml", {}, {})) == message
