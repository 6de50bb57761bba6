"""A word after make that is no target stops everything before anything has run, and is told in our own words."""
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.fixtures.makefiles import MAKEFILE, TARGETS, TEMPLATE, make

pytest_plugins = ["tests.fixtures.makefiles"]

HELP = "`make help` lists them"


def refused(*words):
    """What make writes when it refuses, and runs nothing."""
    Path("calls").unlink(missing_ok=True)
    ran = subprocess.run(["make", *words], capture_output=True, text=True)
    assert ran.returncode and not ran.stdout and not Path("calls").exists(), ran
    return ran.stderr


@pytest.mark.parametrize("words, unknown, hint", [
    ("deplooy", "deplooy", "did you mean 'deploy'?"),
    ("Deploy", "Deploy", "did you mean 'deploy'?"),
    ("new_lambda", "new_lambda", "did you mean 'new-lambda'?"),
    ("deploy stage", "stage", "stage=dev"),
    ("deploy dev", "dev", "did you mean stage=dev?"),
    ("deploy prod", "prod", "did you mean stage=prod?"),
    ("prod deploy", "prod", "did you mean stage=prod?"),
    ("new-lambda orders/refund", "orders/refund", "did you mean name=orders/refund?"),
    ("logs hello", "hello", "did you mean name=hello?"),
    ("local 4790", "4790", "did you mean port=4790?"),
    ("bucket list", "list", "did you mean do=list?"),
    ("layer flask", "flask", "did you mean pkg=flask?"),
    ("clean all", "all", "all=1"),
    ("logs follow", "follow", "follow=1"),
    ("xyzzy", "xyzzy", HELP),
    ("check xyzzy", "xyzzy", HELP),  # check has no variable
    ("build/app.jsn", "build/app.jsn", HELP),
    ("lambdas", "lambdas", "did you mean 'new-lambda'?"),  # a folder that is there, which make would call up to date
])
def test_what_is_no_target_is_reported_before_anything_runs(make_project, words, unknown, hint):
    assert refused(*words.split()).startswith(f"there is no target {unknown!r}\n  hint: {hint}\n")


def test_all_of_them_are_reported_together(make_project):
    told = refused("deplooy", "xyzzy", "name=x")
    assert "'deplooy'" in told and "'xyzzy'" in told


def test_a_target_and_a_file_that_make_can_make_are_as_they_were(make_project):
    assert make("build/template.json") == TEMPLATE
    assert make("check", "build/app.json") == ["tools/check_app.py build/app.json"]


def test_what_is_known_needs_no_python(make_project):
    shutil.rmtree(".venv")
    run = subprocess.run(["make", "-n", *TARGETS, "build/app.json", "build/template.json", ".venv/.ready"], capture_output=True,
                         text=True, env={"PATH": "/usr/bin:/bin"})
    assert run.returncode == 0 and "no target" not in run.stderr, run.stderr
    assert all(re.search(rf"^{name}:", MAKEFILE, re.M) for name in TARGETS)


@pytest.mark.parametrize("word", ["MAKECMDGOALS=$(shell touch CANARY)", "MAKECMDGOALS=deploy", "MAKECMDGOALS="])
def test_the_words_after_make_cannot_be_given_as_a_variable(make_project, word):
    assert "no variable MAKECMDGOALS" in refused("stop", word)
    assert not list(make_project.rglob("CANARY"))


def test_make_in_another_folder_names_the_option_of_make(make_project, monkeypatch):
    (make_project / "below").mkdir()
    monkeypatch.chdir(make_project / "below")
    run = subprocess.run(["make", "-f", "../Makefile", "stop"], capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr.partition(" ")[2]) == (
        2, "", "*** `make` reads the files of its folder: cd to that of the Makefile, or make -C folder.  Stop.\n")
