"""A package under another name than its imports have: one problem, and not one for each import."""
import pytest

from checks import load, report
from scan.scanning import scan
from tests.fixtures.checks import write

INDEX = '"""Does.\n\ninfra: {layers: %s}\n"""\nimport os\n%s\n\n\ndef handler(event, context):\n    return %s\n'


@pytest.fixture
def problems(tmp_path, monkeypatch):
    """Checks an app, whose package is src, of {path below src: text}."""
    def checked(texts):
        write(tmp_path, {"app.yaml": "name: demo\npackage: src\n",
                         **{f"src/{path}": text for path, text in texts.items()}})
        monkeypatch.chdir(tmp_path)
        return report.problems(load.subject(scan("src", "app.yaml", {}, {}), "app.yaml", {})[0])
    return checked


def test_a_renamed_package_is_one_problem_that_names_every_import(problems):
    problem, = problems({"dates/__init__.py": "import lambdas.names\nNOW = 1\n", "names.py": "A = 1\n",
                         "a/index.py": INDEX % ("[]", "from lambdas import names\nfrom lambdas.dates import NOW",
                                                  "NOW, names.A"),
                         "b/index.py": INDEX % ("[]", "import lambdas.dates", "lambdas.dates.NOW")})
    assert (problem.path, problem.line) == ("src/a/index.py", 6)
    assert problem.message == "the package is called src: `from src import ...`?"
    assert problem.hint == ("lambdas is its earlier name; so it is at src/a/index.py:7, src/b/index.py:6, "
                            "src/dates/__init__.py:1. "
                            "Change the imports, or name the folder lambdas again, with `package: lambdas` in app.yaml")


@pytest.mark.parametrize("layers, code", [
    ("[]", "import os.path as names"),          # Python's own, though src/path.py is there
    ("[]", "import botocore.path as names"),    # the runtime's
    ("[jinja2]", "import markupsafe.path as names"),  # a layer may bring it along
])
def test_a_module_of_others_is_not_the_package_under_another_name(problems, layers, code):
    texts = {"path.py": "A = 1\n", "a/index.py": INDEX % (layers, code, "names.__name__"),
             "../layers/jinja2/requirements.txt": "jinja2==3.1\n"}
    assert problems(texts) == []


def test_a_module_that_the_package_does_not_have_is_reported_as_missing(problems):
    problem, = problems({"a/index.py": INDEX % ("[]", "import requests", "requests.get('https://example.com', timeout=2).text")})
    assert problem.message.startswith("[P110] Lambda finds no module requests")
