"""A lambda whose block or code cannot be read is there: no other lambda's problem denies it, or what it declares."""
import pytest

from kit.problems import Problems
from tests.fixtures.cases import cases
from tests.fixtures.scans import index, scanned

pytest_plugins = ["tests.fixtures.scans"]
NO_BLOCK, NO_PYTHON = index("  sizee: 1\n"), "def handler(:\n"
GOOGLE = "name: demo\nusers: {sign_in: {callbacks: ['https://a.com/in'], providers: {google: {client: a, secret: b}}}}\n"


@cases("text", [NO_BLOCK, NO_PYTHON])
def test_only_the_lambda_with_a_problem_is_reported(app_folder, text):
    app_folder({
        "app.yaml": GOOGLE, "lambdas/news/index.py": text,
        "lambdas/a/index.py": index("  endpoint: {api: custom, authorizer: news, method: GET, path: /a}\n"),
        "lambdas/b/index.py": index("  queue: {from: {source: {type: topic, name: news}}}\n"),
        "lambdas/c/index.py": index("  endpoint: {api: private, method: GET, path: /c}\n")})
    with pytest.raises(Problems) as raised:
        scanned()
    assert {problem.path for problem in raised.value.args} == {"lambdas/news/index.py"}
