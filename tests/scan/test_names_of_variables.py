"""Names of variables that would be two spellings of one resource."""
import pytest

from scan import variables
from tests.fixtures.cases import cases


@cases("name, expected", [
    ("DEMO_TABLE", ("table", "demo")), ("DEMO_A_B_SECRET", ("secret", "demo-a-b")), ("DEMO_1_BUCKET", ("bucket", "demo-1")),
    ("DEMO_A__B_BUCKET", ("bucket", "demo-a--b")),
    ("DEMO_WEBSITE_URL", ("website_url", "demo")), ("DEMO_A_WEBSITE_URL", ("website_url", "demo-a"))])
def test_a_name_is_of_one_resource(name, expected):
    assert variables.meaning(name, "demo", {}) == (expected, None)


@cases("name, hint", [
    ("DEMO__SECRET", "DEMO_SECRET?"), ("DEMO__TABLE", "DEMO_TABLE?"),
    ("DEMO_A__WEBSITE", "DEMO_A_WEBSITE?"), ("DEMO__WEBSITE_URL", "DEMO_WEBSITE_URL?"), ("DEMO_a_TABLE", "DEMO_A_TABLE?"),
    ("DEMO_É_TABLE", "DEMO_TABLE?")])
def test_a_variable_that_misspells_the_name_of_a_resource_is_a_problem(name, hint):
    assert variables.meaning(name, "demo", {}) == (None, (f"{name}: the name of a resource has A-Z, 0-9 and _ between them", hint))


@cases("name, kind, hint", [
    ("DEMO_TABLE", "table", "remove it there, or rename the variable; `make adopt name=DEMO_TABLE resource=...` takes a table"),
    ("DEMO_A_SECRET", "secret", "remove it there: `make secret name=DEMO_A_SECRET` sets it"),
    ("DEMO_BUS", "variable", "remove it there, or rename"), ("DEMO_API_URL", None, ""),
    ("DEMO_JOB_QUEUE", "variable", "remove it there, or rename"), ("DEMO_MODE", None, ""), ("OTHER_TABLE", None, "")])
def test_a_variable_that_the_app_sets_has_no_value_in_env(name, kind, hint):
    target, problem = variables.meaning(name, "demo", {"JOB": ("job", "queue")}, [name])
    assert (target, problem) == (("value", None), None) if kind is None else target is None and problem[1].startswith(hint) \
        and problem[0] == f"{name} is a {kind} of the app, and app.yaml has a value of it under `env:`"
    reference = {name: {"target": "Own"}}
    assert variables.meaning(name, "demo", {}, [name], reference) == (("resource", "Own"), None)


@pytest.mark.parametrize("lambdas, hint", [
    ({"A": ("a", "topic"), "B": ("b", "queue")}, "there are: DEMO_A_TOPIC"),
    ({"B": ("b", "queue")}, "`make new-lambda name=zzz-zzz trigger=topic`")])
def test_of_an_unknown_topic_the_topics_are_listed(lambdas, hint):
    assert variables.meaning("DEMO_ZZZ_ZZZ_TOPIC", "demo", lambdas)[1][1] == hint
