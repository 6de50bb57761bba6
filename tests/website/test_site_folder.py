"""Which folders and file names `make site` refuses before anything is sent."""
import os
from pathlib import Path

import pytest

import publish_site
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of
from website import site


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project in a folder below a hidden one, with folders that no website is in."""
    project = tmp_path / ".work" / "project"
    project.mkdir(parents=True)
    monkeypatch.chdir(project)
    for folder in (".git/info", ".venv", "build/dev", "tools", "tests/example", "lambdas/orders", "layers", "domains", "site/.hidden",
                   "site/.well-known", "site/a", "docs/build", "dist", "code/build", "../dist", "../.ssh", "lambdas-pages"):
        Path(folder).mkdir(parents=True)
        (Path(folder) / "page.html").touch()
    os.symlink(".git", "linked")
    return project


@cases("folder, problem", [
    (".git", ".git is hidden"), ("./.git/info", "./.git/info is hidden"), ("linked", "linked is hidden"), (".venv", ".venv is hidden"),
    ("site/../.git", "site/../.git is hidden"), ("site/.hidden", "site/.hidden is hidden"), ("../.ssh", "../.ssh is hidden"),
    ("build", "build/ is what make builds"), ("build/dev", "build/ is what make builds"), ("tools", "tools/ is Pareto's"),
    ("tests/example", "tests/ is Pareto's"), ("layers", "layers/ is"), ("domains", "domains/ is"),
    ("lambdas", "lambdas has the code of the lambdas"), ("lambdas/orders", "lambdas/orders has the code of the lambdas"),
    (".", ". holds the whole project"), ("..", ".. holds the whole project"), ("/", "/ holds the whole project")])
def test_a_folder_that_is_no_website_is_refused(project, folder, problem):
    raised = problems_of(publish_site.contents, folder, "lambdas")
    assert str(raised).startswith(problem) and ", which is not published" in str(raised).replace("and is", "which is")
    assert raised.args[0].hint == site.FOLDER_HINT


@cases("folder", ["site", "site/.well-known", "docs/build", "dist", "code/build", "../dist", "lambdas-pages"])
def test_any_other_folder_is_published(project, folder):
    for path in (folder, os.path.abspath(folder)):
        assert any(key.endswith("page.html") for key in publish_site.contents(path, "lambdas"))


@pytest.mark.parametrize("name, problem", [
    (b"a\xff.txt", "site/a\\xff.txt: its name is not UTF-8"), (b"\xff/a.txt", "site/\\xff/a.txt: its name is not UTF-8"),
    (b"a\nb.txt", "site/a\\nb.txt: its name has a control character"), (b"a\x7f", "site/a\\x7f: its name has a control character"),
    ("ä/".encode() + b"d" * 200 + b"/" + b"e" * 200 + b"/" + b"f" * 200 + b"/" + b"g" * 200 + b"/" + b"h" * 240,
     "its name is longer than the 1024 bytes of a key of S3")])
def test_a_name_that_s3_does_not_take_is_refused(project, name, problem):
    path = Path("site", os.fsdecode(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    raised = problems_of(publish_site.contents, "site", "lambdas")
    assert problem in str(raised) and "\\udc" not in ascii(str(raised))


@pytest.mark.parametrize("name", ["ä ö.txt", "Screenshot 3.00\u202fPM.png", "a+b&c.txt", "日本.html", "a\\b.txt", "e\u0301.txt"])
def test_an_unusual_name_that_s3_takes_is_published(project, name):
    Path("site", name).touch()
    assert name in publish_site.contents("site", "lambdas")
