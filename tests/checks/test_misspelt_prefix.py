"""P602 of a variable of the app whose first part is misspelt: DMEO_TABLE is a value from outside, which nobody gives."""
import pytest

from tests.fixtures.checks import problems

pytest_plugins = ["tests.fixtures.checks"]

INDEX = ('"""Does.\n\ninfra: %s\n"""\nimport os\n\n\ndef handler(event, context):\n'
         '    return [os.environ["DEMO_TABLE"], os.environ["%s"]]\n')


def findings(folder, monkeypatch, variable, infra="{}", settings="name: demo\n"):
    """The problems of an app with a lambda `a`, which reads DEMO_TABLE and the variable, and a lambda `jobs`."""
    texts = {"lambdas/a/index.py": INDEX % (infra, variable), "app.yaml": settings,
             "lambdas/jobs/index.py": INDEX % ("{queue: {}}", "DEMO_TABLE")}
    return problems(folder, monkeypatch, texts, {"P602"})


@pytest.mark.parametrize("variable, correct_name", [
    ("DMEO_TABLE", "DEMO_TABLE"), ("DEM_ARCHIVE_BUCKET", "DEMO_ARCHIVE_BUCKET"), ("DEMOS_BUS", "DEMO_BUS"),
])
def test_a_misspelt_prefix_is_reported(folder, monkeypatch, variable, correct_name):
    problem, = findings(folder, monkeypatch, variable)
    assert problem.message.startswith(f"[P602] nothing sets {variable}")
    assert (problem.line, problem.hint) == (9, f"did you mean {correct_name!r}?")


@pytest.mark.parametrize("variable, more", [
    ("LEGACY_TABLE", {}), ("DMEO_URL", {}), ("DMEO_NEWS_TOPIC", {}),  # the app has no such topic
    ("DMEO_TABLE", {"infra": "{permissions: ['dynamodb:Scan']}"}),    # so it may be another app's
    ("DMEO_TABLE", {"settings": "name: demo\nenv: {DMEO_TABLE: orders}\n"}),
])
def test_a_variable_from_outside_is_not(folder, monkeypatch, variable, more):
    assert findings(folder, monkeypatch, variable, **more) == []
