"""`make new-app`: an app of one's own in the place of the example. Nothing is lost, and it can be killed anywhere."""
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import new_app
from kit import files, settings
from kit.problems import Problems
from project import settings_text
from tests.fixtures.paths import ROOT

EXAMPLE = next(folder for folder in (ROOT / "tests/example", ROOT) if (folder / "app.yaml").exists())
NEW = {"app.yaml", "README.md", "lambdas/hello/index.py", "lambdas/hello/test.py"}
PARETO = ("pytest.ini", "conftest.py", "requirements.txt", ".gitignore")


def git(*words):
    """Runs git in the working directory. -> what it prints"""
    identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"]
    return subprocess.run(["git", *identity, *words], capture_output=True, text=True, check=True).stdout


@pytest.fixture
def project(tmp_path, monkeypatch):
    """The example, committed, in the working directory; its name has a space."""
    folder = tmp_path / "my app"
    for name in ("app.yaml", "lambdas", "layers", "site"):
        if (EXAMPLE / name).is_dir():
            shutil.copytree(EXAMPLE / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif (EXAMPLE / name).exists():
            folder.mkdir(exist_ok=True)
            shutil.copy(EXAMPLE / name, folder / name)
    for name in PARETO:
        shutil.copy(ROOT / name, folder / name)
    for name in ("cookiecutter-lambda", "tools"):
        (folder / name).symlink_to(ROOT / name)
    for name in ("README.md", "domains/README.md", "domains/example.com.yaml", ".ci/run"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(f"the example's {name}")
    monkeypatch.chdir(folder)
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "Pareto")
    return folder


def begin(*more, name="shorty"):
    """As `make new-app name=... yes=1` does."""
    new_app.main(["--name", name, "--yes", *more])


def state():
    """{path: bytes} of every file that is not Pareto's, git's or Python's."""
    return {str(path): path.read_bytes() for path in sorted(Path(".").rglob("*"))
            if path.is_file() and path.parts[0] not in (".git", "tools", "cookiecutter-lambda", *PARETO)
            and "__pycache__" not in path.parts}


def complaints(name="shorty"):
    """[(path, message)] of a run that must change nothing."""
    before = state()
    with pytest.raises(Problems) as caught:
        begin(name=name)
    assert state() == before
    return sorted((str(one.path), one.message) for one in caught.value.args)


def run(*words):
    """Runs a tool, or pytest, and fails with what it printed if it does not exit 0."""
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_example_is_gone_and_the_new_app_passes_its_checks_and_tests(project):
    begin()
    assert set(state()) == NEW | {"domains/README.md"}
    assert sorted(path.name for path in project.iterdir() if path.is_dir()) == [
        ".git", "cookiecutter-lambda", "domains", "lambdas", "tools"]
    run("tools/scan_infra.py", "lambdas", "-o", "build/app.json")
    run("tools/expand_template.py", "build/app.json", "-o", "build/template.json")
    run("tools/check_app.py", "build/app.json", "--lint")
    run("-m", "pytest", "-q", "lambdas")


def test_git_has_all_that_was_taken_away(project):
    before = state()
    begin()
    git("checkout", "HEAD", "--", ".")
    assert {**state(), **before} == state()


def test_a_second_run_does_nothing_and_says_so(project, capsys):
    begin()
    before, _said = state(), capsys.readouterr()
    begin()
    assert state() == before
    assert capsys.readouterr().err == "shorty exists already: nothing to do\n"


def test_an_app_that_was_begun_and_changed_is_not_begun_again(project):
    begin()
    Path("lambdas/hello/index.py").write_text("x = 1\n")
    assert complaints() == [("lambdas/hello/index.py", "is not committed")]
    assert ("app.yaml", "is not committed") in complaints("brief")


def test_the_name_of_the_example_is_as_good_as_any(project):
    begin(name=settings.read()["name"])
    assert set(state()) == NEW | {"domains/README.md"}


def test_the_example_may_stand_in_another_folder(project):
    git("mv", "lambdas", "source")
    Path("app.yaml").write_text("name: demo\npackage: source\n")
    git("commit", "-qam", "moved")
    begin()
    assert set(state()) == NEW | {"domains/README.md"}


def change():
    """A committed file is changed."""
    Path("lambdas/pages/index.py").write_text("x = 1\n")
    return "lambdas/pages/index.py"


def add():
    """A file that git does not know, with a name that git would quote."""
    Path("lambdas/é 'a'.py").write_text("")
    return "lambdas/é 'a'.py"


def stage():
    """A file that is in the index, and in no commit."""
    Path("site/new.html").write_text("")
    git("add", "site/new.html")
    return "site/new.html"


@pytest.mark.parametrize("edit", [change, add, stage])
def test_what_is_not_committed_is_named_and_nothing_is_taken_away(project, edit):
    path = edit()
    assert complaints() == [(path, "is not committed")]


def test_a_repository_without_a_commit_keeps_everything(project):
    shutil.rmtree(".git")
    git("init", "-q")
    assert ("app.yaml", "is not committed") in complaints()


def test_a_folder_that_is_not_in_git_keeps_everything(project):
    shutil.rmtree(".git")
    assert complaints() == [("", "this folder is not in git: the removed files would be lost")]


def test_a_folder_of_a_larger_repository_is_as_good(project):
    shutil.rmtree(".git")
    Path("../other").mkdir()
    Path("../other/app.yaml").write_text("not ours")
    subprocess.run(["git", "init", "-q", ".."], check=True)
    git("add", "-A", ".")
    git("commit", "-qm", "all")
    begin()  # what is not committed beside the app does not count
    assert set(state()) == NEW | {"domains/README.md"} and Path("../other/app.yaml").exists()
    Path("README.md").write_text("mine")
    assert ("README.md", "is not committed") in complaints("brief")


def test_nothing_is_written_where_a_link_leads(project, tmp_path):
    shutil.move("lambdas", tmp_path / "elsewhere")
    Path("lambdas").symlink_to(tmp_path / "elsewhere")
    git("add", "-A")
    git("commit", "-qm", "a link")
    assert complaints() == [("lambdas", "is a link")]


def test_without_git_on_the_machine_nothing_is_taken_away(project, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert complaints() == [("", "there is no git on this machine")]


def test_a_file_that_git_ignores_stays(project):
    Path("lambdas/pages/notes.pyc").write_text("mine")
    begin()
    assert Path("lambdas/pages/notes.pyc").read_text() == "mine"


def test_nobody_to_ask_means_no(project, monkeypatch):
    monkeypatch.setattr(sys, "stdin", open(os.devnull))
    before = state()
    with pytest.raises(Problems, match="nobody is here to agree to remove [0-9]+ files of the app demo"):
        new_app.main(["--name", "shorty"])
    assert state() == before


@pytest.mark.parametrize("name", ["Shorty", "1shorty", "short_y", "a--b", "a" * 21, "-x", "$(touch x)", "a b", "a\n", "é"])
def test_a_wrong_name_is_refused_in_the_words_of_the_settings(project, name):
    with pytest.raises(Problems) as caught:
        settings.settings("app.yaml", f"name: {files.json_bytes(name).decode()}")
    own, = caught.value.args
    with pytest.raises(Problems) as caught:
        new_app.main([f"--name={name}", "--yes"])
    assert [(one.message, one.hint) for one in caught.value.args] == [(own.message, own.hint)]


def test_no_name_says_how_it_is_said(project):
    assert complaints("") == [("", "no name for the app")]


class Killed(BaseException):
    """What a run dies of here."""


def killed_at(monkeypatch, step):
    """Begins the app, and dies before the file number `step` is written or removed. -> whether it came so far"""
    done = []

    def counted(real):
        def call(*args):
            if len(done) == step:
                raise Killed
            done.append(args)
            return real(*args)
        return call

    with monkeypatch.context() as patch:
        patch.setattr(files, "write_bytes", counted(files.write_bytes))
        patch.setattr(new_app, "remove", counted(new_app.remove))
        try:
            begin()
        except Killed:
            return True
    return False


def test_a_run_that_is_killed_anywhere_is_finished_by_the_next(project, monkeypatch):
    begin()
    whole = state()
    steps = 0
    for step in range(0, 1000, 3):
        git("reset", "-q", "--hard")
        git("clean", "-qfd")
        if not killed_at(monkeypatch, step):
            break
        steps += 1
        begin()
        assert state() == whole, step
    assert steps > 5


def test_every_setting_of_the_new_app_yaml_may_be_set_as_it_is_shown():
    text = settings_text.app_yaml("shorty")
    first, *lines = text.splitlines()
    assert first == "# yaml-language-server: $schema=docs/settings.schema.json"
    every = settings.settings("app.yaml", "\n".join(re.sub("^# ", "", line) for line in lines))
    assert every.keys() == settings.SCHEMA["properties"].keys()
    assert settings.settings("app.yaml", text) == settings.settings("app.yaml", "name: shorty")
    assert "demo" not in text.lower()
    assert max(map(len, lines)) < 110


@pytest.mark.parametrize("name", ["no", "true", "y", "on", "e1", "null", "a-b"])
def test_a_name_that_means_something_to_yaml_is_a_name(name):
    assert settings.settings("app.yaml", settings_text.app_yaml(name))["name"] == name


def test_the_readme_of_the_new_app_names_files_and_targets_that_there_are(project):
    begin()
    readme, makefile = Path("README.md").read_text(), (ROOT / "Makefile").read_text()
    targets = re.findall(r"\bmake ([a-z-]+)", readme)
    assert targets and [target for target in targets if f"\n{target}: " not in makefile] == []
    for path, heading in re.findall(r"\]\(([^)#]+)(?:#([^)]+))?\)", readme):
        place = next(folder for folder in (project, ROOT) if (folder / path).exists())
        if heading:
            headings = re.findall("^#+ (.*)$", (place / path).read_text(), re.M)
            assert heading in [re.sub(r"[^\w\- ]", "", each).lower().replace(" ", "-") for each in headings]
