"""Names of variables that would be two spellings of one resource."""
import pytest

from scan import variables


@pytest.mark.parametrize("name, expected", [
    ("DEMO_TABLE", ("table", "demo")), ("DEMO_A_B_SECRET", ("secret", "demo-a-b")), ("DEMO_1_BUCKET", ("bucket", "demo-1")),
    ("DEMO_A__B_BUCKET", ("bucket", "demo-a--b")),
    ("DEMO_WEBSITE_URL", ("website_url", "demo")), ("DEMO_A_WEBSITE_URL", ("website_url", "demo-a"))])
def test_a_name_is_of_one_resource(name, expected):
    assert variables.meaning(name, "demo", {}) == (expected, None)


@pytest.mark.parametrize("name, hint", [
    ("DEMO__SECRET", "DEMO_SECRET?"), ("DEMO__TABLE", "DEMO_TABLE?"),
    ("DEMO_A__WEBSITE", "DEMO_A_WEBSITE?"), ("DEMO__WEBSITE_URL", "DEMO_WEBSITE_URL?"), ("DEMO_a_TABLE", "DEMO_A_TABLE?"),
    ("DEMO_É_TABLE", "DEMO_TABLE?")])
def test_another_spelling_of_a_name_is_a_problem(name, hint):
    assert variables.meaning(name, "demo", {}) == (None, (f"{name}: the name of a resource has A-Z, 0-9 and _ between them", hint))
