"""A lambda whose block, code or folder cannot be read is no deleted lambda, and denies no problem of another."""
import os
import shlex
from pathlib import Path

import pytest

from scan import package, scanning
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of
from tests.fixtures.scans import index, scanned

NO_BLOCK, NO_PYTHON = index("  sizee: 1\n"), "def handler(:\n"
GOOGLE = "name: demo\nusers: {sign_in: {callbacks: ['https://a.com/in'], providers: {google: {client: a, secret: b}}}}\n"


@cases("text", [NO_BLOCK, NO_PYTHON])
def test_only_the_lambda_with_a_problem_is_reported(app_folder, text):
    app_folder({
        "app.yaml": GOOGLE, "lambdas/news/index.py": text,
        "lambdas/a/index.py": index("  endpoint: {api: custom, authorizer: news, method: GET, path: /a}\n"),
        "lambdas/b/index.py": index("  queue: {from: {source: {type: topic, name: news}}}\n"),
        "lambdas/c/index.py": index("  endpoint: {api: private, method: GET, path: /c}\n")})
    assert {problem.path for problem in problems_of(scanned).args} == {"lambdas/news/index.py"}


@pytest.fixture
def app(tmp_path, monkeypatch):
    """A package with one lambda."""
    monkeypatch.chdir(tmp_path)
    Path("lambdas/pay").mkdir(parents=True)
    Path("lambdas/pay/index.py").touch()


@pytest.mark.parametrize("name, target", [("refund", "/absent/refund"), ("pay/refund", "refund"), ("pay/data.json", "../data.json"),
    ("pay/dates.py", "dates.py")])
def test_a_link_to_nothing_is_a_problem(app, name, target):
    os.symlink(target, f"lambdas/{name}")
    raised = problems_of(package.tree, "lambdas")
    assert str(raised) == f"lambdas/{name}: a link to nothing\n  hint: restore its target, or remove the link"


@pytest.mark.parametrize("folder", ["venv", "pay/my env"])
def test_a_virtual_environment_in_the_package_is_one_problem(app, folder):
    library = Path("lambdas", folder, "lib/python3.11/site-packages/pip")
    library.mkdir(parents=True)
    Path(library, "index.py").touch()
    Path("lambdas", folder, "pyvenv.cfg").touch()
    os.symlink("/absent/python3", Path("lambdas", folder, "python"))
    assert str(problems_of(package.tree, "lambdas")) == (
        f"lambdas/{folder}: a virtual environment, in the app's package\n  hint: `rm -r "
        f"{shlex.quote(f'lambdas/{folder}')}`; a lambda gets its packages from a layer: `make layer pkg=...`")


def test_a_layer_that_is_a_link_to_itself_is_none(app):
    os.mkdir("layers")
    os.symlink("web", "layers/web")
    assert scanning.layers("") == set()


@pytest.mark.parametrize("name", ["Index.py", "INDEX.py"])
def test_an_index_in_capitals_is_a_problem(app, name):
    Path("lambdas/refund").mkdir()
    Path("lambdas/refund", name).touch()
    folders = package.tree("lambdas")
    assert [(problem.path, problem.hint) for problem in package.folder_problems("lambdas", folders, "demo")] == [
        (f"lambdas/refund/{name}", "rename it to index.py")]


HANDLER = '''"""infra: {}"""


def lambda_handler(event, context):
    pass
'''


@cases("path, source, hint", [
    ("refund/lambda_function.py", HANDLER, "rename it to index.py"),
    ("refund/main.py", HANDLER.replace("lambda_handler", "handler").replace('"""infra', "'''infra").replace('}"""', "}'''"), "rename it to index.py"),
    ("refund.py", HANDLER, "move it to lambdas/refund/index.py"),
    ("refund.py", '"""Refunds.\n\ninfra:\n  queue: {}\n"""\nasync def handler(event, context):\n    pass\n', "move it to lambdas/refund/index.py"),
    ("refund.py", '"""Refunds: no infra: {}"""\ndef handler(event, context):\n    pass\n', None),
    ("refund.py", '"""infra: {}"""\ndef handled(event, context):\n    pass\n', None)])
def test_a_handler_that_is_no_index_is_a_problem(app, path, source, hint):
    file = Path("lambdas", path)
    file.parent.mkdir(exist_ok=True)
    file.write_text(source)
    problems = package.folder_problems("lambdas", package.tree("lambdas"), "demo")
    file.unlink()
    assert [(problem.path, problem.hint) for problem in problems] == ([(str(file), hint)] if hint else [])


@cases("folder, is_refused", [("pay--image", True), ("pay--2", True), ("pay/a-/image", True), ("pay--x", False), ("pay-2", False),
                              ("pay-image", False)])
def test_no_name_is_that_of_another_lambdas_function(folder, is_refused):
    problems = package.folder_problems("lambdas", {"pay": ["index.py"], folder: ["index.py"]}, "demo")
    name = folder.replace("/", "-")
    assert [problem.message.partition(":")[0] for problem in problems] == [f"a lambda cannot be called {name!r}"] * is_refused
