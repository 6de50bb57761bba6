"""A lambda with a Python of its own: its files have that Python's syntax, and checks know its library."""
import pytest

from checks import load, report
from kit.problems import Problems
from scan import scanning
from tests.fixtures.problems import problems_of
from tests.fixtures.scans import index, scanned

GROUP = "try:\n    A = 1\nexcept* ValueError:\n    A = 2\n"  # since Python 3.11
MATCH = "match 1:\n    case 1:\n        B = 1\n"  # since Python 3.10
SHARED = "from lambdas import shared\n"


def problems():
    """The lines of the problems of the current folder's app."""
    return str(problems_of(scanned)).splitlines()


def test_an_index_is_read_as_its_own_python(app_folder):
    app_folder({"app.yaml": "name: demo\nruntime: python3.9\n", "lambdas/a/index.py": index("  runtime: python3.12\n", GROUP),
                "lambdas/b/index.py": index("  size: 512\n")})
    assert problems() == []
    app_folder({"app.yaml": "name: demo\nruntime: python3.12\n", "lambdas/a/index.py": index("  runtime: python3.9\n", MATCH)})
    assert problems() == ["lambdas/a/index.py:10: not Python 3.9: Pattern matching is only supported in Python 3.10 and greater",
                          "  hint: Lambda cannot import a module that Python cannot parse"]


@pytest.mark.parametrize("of_app, of_a, of_b, code, message", [
    ("3.13", "3.9", "3.13", MATCH, "not Python 3.9: Pattern matching is only supported in Python 3.10 and greater"),
    ("3.9", "3.9", "3.12", MATCH, "not Python 3.9: Pattern matching is only supported in Python 3.10 and greater"),
    ("3.9", "3.12", "3.13", MATCH, ""), ("3.13", "3.10", "3.9", "C = 1\n", ""),
    ("3.13", "3.10", "3.13", GROUP, "not Python 3.10: Exception groups are only supported in Python 3.11 and greater"),
])
def test_a_shared_module_must_suit_all_who_import_it(app_folder, of_app, of_a, of_b, code, message):
    app_folder({"app.yaml": f"name: demo\nruntime: python{of_app}\n", "lambdas/shared.py": code,
                "lambdas/a/index.py": index(f"  runtime: python{of_a}\n", SHARED),
                "lambdas/b/index.py": index(f"  runtime: python{of_b}\n", SHARED)})
    line = 4 if code is GROUP else 3  # the end of the statement
    expected = [f"lambdas/shared.py:{line}: {message}", f"  hint: lambda a runs on python{of_a}, and imports it"]
    assert problems() == (expected if message else [])


def test_a_module_is_read_anew_where_the_newest_python_changed(app_folder):
    app_folder({"app.yaml": "name: demo\nruntime: python3.9\n", "lambdas/shared.py": MATCH,
                "lambdas/a/index.py": index("  runtime: python3.12\n", SHARED)})
    cached = {}
    scanning.scan("lambdas", "app.yaml", {}, cached)
    app_folder({"app.yaml": "name: demo\nruntime: python3.9\n", "lambdas/a/index.py": index("  size: 1024\n", SHARED)})
    with pytest.raises(Problems, match=r"shared.py:3: not Python 3\.9"):
        scanning.scan("lambdas", "app.yaml", cached, {})


def test_checks_know_the_library_of_each_python(app_folder):
    app_folder({"app.yaml": "name: demo\nruntime: python3.13\n",
                "lambdas/a/index.py": index("  runtime: python3.11\n", "import cgi\nimport itertools\nX = itertools.batched\n"),
                "lambdas/b/index.py": index("  size: 512\n", "import itertools\nX = itertools.batched\n"),
                "lambdas/c/index.py": index("  size: 512\n", "import cgi\n")})
    findings = report.problems(load.subject(scanned(), "app.yaml", {})[0], {"P110", "P122"})
    assert [(problem.path, problem.message.partition("\n")[0]) for problem in findings] == [
        ("lambdas/a/index.py", "[P122] itertools.batched is not in Python 3.11, the runtime of lambda a"),
        ("lambdas/c/index.py", "[P110] cgi is not in Python 3.13, the app's runtime")]


def test_a_module_of_a_layer_of_others_is_not_missing(app_folder):
    layers = "  layers:\n  - arn:aws:lambda:eu-west-1:017000801446:layer:AWSLambdaPowertoolsPythonV3-python313-arm64:7\n"
    texts = {"layers/powertools/requirements.txt": "aws-lambda-powertools==3.0.0\n", "app.yaml": "name: demo\n"}
    code = "import aws_lambda_powertools\n"
    app_folder({**texts, "lambdas/a/index.py": index(layers, code), "lambdas/b/index.py": index("  size: 512\n", code)})
    findings = report.problems(load.subject(scanned(), "app.yaml", {})[0], {"P110"})
    assert [problem.path for problem in findings] == ["lambdas/b/index.py"]
