"""`make new-app`: an app of one's own in the place of the example. Nothing is lost, and it can be killed anywhere."""
import re
from pathlib import Path

import check_app
import expand_template
import new_app
import scan_infra
from kit import files, settings
from project import settings_text
from tests.fixtures.cases import cases
from tests.fixtures.example_repositories import NEW, begin, git, problems_of, state
from tests.fixtures.paths import ROOT

pytest_plugins = ["tests.fixtures.example_repositories", "tests.fixtures.programs"]


def test_the_example_is_gone_and_the_new_app_passes_its_checks_and_tests(example_repository, warm_python):
    begin()
    assert set(state()) == NEW | {"domains/README.md"}
    assert sorted(path.name for path in example_repository.iterdir() if path.is_dir()) == [
        ".git", "cookiecutter-lambda", "domains", "lambdas", "tools"]
    scan_infra.main(["lambdas", "-o", "build/app.json"])
    expand_template.main(["build/app.json", "-o", "build/template.json"])
    check_app.main(["build/app.json", "--lint"])
    tests = warm_python("-m", "pytest", "-q", "lambdas")
    assert tests.returncode == 0, tests.stdout + tests.stderr


def test_git_has_all_that_was_taken_away(example_repository):
    before = state()
    begin()
    git("checkout", "HEAD", "--", ".")
    assert {**state(), **before} == state()


def test_a_second_run_does_nothing_and_reports_it(example_repository, capsys):
    begin()
    before, _said = state(), capsys.readouterr()
    begin()
    assert state() == before
    assert capsys.readouterr().err == "shorty exists already: nothing to do\n"


def test_an_app_that_was_begun_and_changed_is_not_begun_again(example_repository):
    begin()
    Path("lambdas/hello/index.py").write_text("x = 1\n")
    assert problems_of() == [("lambdas/hello/index.py", "is not committed")]
    assert ("app.yaml", "is not committed") in problems_of("brief")


def test_the_name_of_the_example_is_as_good_as_any(example_repository):
    begin(name=settings.read()["name"])
    assert set(state()) == NEW | {"domains/README.md"}


def test_the_example_may_stand_in_another_folder(example_repository):
    git("mv", "lambdas", "source")
    Path("app.yaml").write_text("name: demo\npackage: source\n")
    git("commit", "-qam", "moved")
    begin()
    assert set(state()) == NEW | {"domains/README.md"}


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


def test_a_run_that_is_killed_anywhere_is_finished_by_the_next(example_repository, monkeypatch):
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


@cases("name", ["no", "true", "y", "on", "e1", "null", "a-b"])
def test_a_name_that_means_something_to_yaml_is_a_name(name):
    assert settings.settings("app.yaml", settings_text.app_yaml(name))["name"] == name


def test_the_readme_of_the_new_app_names_only_existing_files_and_targets(example_repository):
    begin()
    readme, makefile = Path("README.md").read_text(), (ROOT / "Makefile").read_text()
    targets = re.findall(r"\bmake ([a-z-]+)", readme)
    assert targets and [target for target in targets if f"\n{target}: " not in makefile] == []
    for path, heading in re.findall(r"\]\(([^)#]+)(?:#([^)]+))?\)", readme):
        place = next(folder for folder in (example_repository, ROOT) if (folder / path).exists())
        if heading:
            headings = re.findall("^#+ (.*)$", (place / path).read_text(), re.M)
            assert heading in [re.sub(r"[^\w\- ]", "", each).lower().replace(" ", "-") for each in headings]
