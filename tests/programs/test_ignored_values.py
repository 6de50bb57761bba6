"""What a person writes after make is either done or refused, and what is refused starts no cloud."""
import os
import subprocess
import sys
from pathlib import Path

import pytest

import check_app
import list_layers
import manage_bucket
import manage_keys
import manage_queues
import manage_secrets
import manage_stages
import manage_users
import new_lambda
import run_tests
import scan_infra
from project import lambda_files
from tests.fixtures.cases import cases
from tests.fixtures.deploys import APP
from tests.fixtures.makefiles import START, make
from tests.fixtures.paths import ROOT
from tests.fixtures.problems import problems_of

pytest_plugins = [f"tests.fixtures.{name}" for name in ("deployed_apps", "example_copies", "makefiles", "new_lambdas")]
OF_QUEUES = "do=peek, do=drain, do=purge"


@pytest.mark.parametrize("words, starts", [
    ("bucket do=foo", False), ("bucket do=-x", False), ("bucket do=", False), ("bucket do=list", True), ("bucket", True),
    ("bucket do=delete yes=1", True),
    ("layer", False), ("layer version=3", False), ("layer pkg=", False), ("layer pkg=flask", True), ("layer name=web", True),
    ("layer pkg=-x", False),
    ("domain name=-x", False), ("domain name=example", False), ("domain name=example.com", True), ("domain", True),
    ("domain name=-x.com", False),
])
def test_what_is_refused_starts_no_local_cloud(make_project, words, starts):
    calls = make(*words.split())
    assert (START in calls) == starts
    assert calls[-1].startswith(("tools/manage_bucket.py", "tools/create_layer.py", "tools/setup_domain.py"))


@cases("words, is_refused", [
    ("deploy stage=dev port=4567", True), ("watch port=4567 stage=auto", True), ("bucket do=list stage=prod port=1", True),
    ("deploy port=4567", False), ("deploy stage=local port=4567", False), ("deploy stage=dev port=", False)])
def test_the_port_of_the_local_cloud_is_refused_for_a_stage_on_aws(make_project, words, is_refused):
    run = subprocess.run(["make", "-n", *words.split()], capture_output=True, text=True, env={"PATH": os.environ["PATH"]})
    message = f"port= is for the local cloud, and stage= chooses AWS\n  hint: make {words.split()[0]} without port=\n"
    assert run.stderr.startswith(message) == is_refused


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_the_list_of_targets_that_cannot_be_written_is_reported_without_the_words_of_awk(make_project):
    with open("/dev/full", "w") as full:
        run = subprocess.run(["make", "help"], stdout=full, stderr=subprocess.PIPE, text=True, env={"PATH": os.environ["PATH"]})
    assert run.returncode and run.stderr.splitlines()[:-1] == ["the list of targets cannot be written: is the disk full?"]


def test_all_and_one_lambda_are_not_tested_at_once(app_model_folder, monkeypatch):
    monkeypatch.setattr(os, "execv", lambda *_: pytest.fail("a test runs"))
    refused = problems_of(run_tests.main, ["app.json", "--name", "hello", "--all"])
    assert str(refused) == ("name= is for one lambda's tests, all=1 for those of all and of Pareto"
                                  "\n  hint: `make test name=hello`, or `make test all=1`")


@pytest.mark.parametrize("arguments, told", [
    ([], "trigger: endpoint; others: trigger=events, queue, stream, kinesis, topic, timer, authorizer, url, users, none"), (["--trigger", "queue"], "trigger: queue")])
def test_new_lambda_prints_the_trigger(new_lambda_project, capsys, arguments, told):
    new_lambda.main(["lambdas", "--name", "a", *arguments])
    assert capsys.readouterr().err == (f"made lambdas/a/index.py and lambdas/a/test.py; {told}\n"
                                       "next: `make test`, then `make deploy`\n")


def test_of_two_runs_that_create_one_lambda_at_once_one_reports_that_it_exists(new_lambda_project):
    with lambda_files.alone(Path("lambdas")):  # both begin before either may write
        both = [subprocess.Popen([sys.executable, ROOT / "tools/new_lambda.py", "lambdas", "--name", "par", "--trigger", trigger],
                                 stderr=subprocess.PIPE, text=True) for trigger in ("queue", "topic")]
        for process in both:
            waits_at(process)
    told = [process.communicate()[1] for process in both]
    assert sorted(process.returncode for process in both) == [0, 1]
    assert sum("made lambdas/par/index.py" in text for text in told) == 1
    assert sum("lambdas/par/index.py has that name" in text for text in told) == 1


def waits_at(process):
    """Until a process waits for the lock, or has ended without it."""
    import time
    while process.poll() is None and "flock" not in waiting(process.pid):
        time.sleep(0.01)


def waiting(pid):
    """The locks for which processes wait, of a process: a line of /proc/locks with "->"; "flock" where there is no /proc."""
    if not Path("/proc/locks").exists():
        return "flock"
    lines = [line for line in Path("/proc/locks").read_text().splitlines() if "->" in line and f" {pid} " in line]
    return "flock" if lines else ""


def test_a_new_app_without_a_layer_is_no_error(own_folder, capsys):
    Path("app.yaml").write_text("name: demo\n")
    list_layers.main([])
    assert capsys.readouterr() == ("", "no layer yet: `make layer pkg=pyyaml` makes one\n")


def test_a_check_without_findings_prints_this_only_as_a_target_of_its_own(example_copy, monkeypatch, capsys):
    monkeypatch.chdir(example_copy)
    monkeypatch.setattr("checks.template.lint_findings", lambda _subject: [])  # seconds of cfn-lint; test_new_app.py has some
    scan_infra.main(["-o", "build/app.json"])
    capsys.readouterr()
    check_app.main(["build/app.json"])
    count = len(list(Path("lambdas").rglob("index.py")))
    assert capsys.readouterr() == ("", f"{count} lambdas checked: no findings\n")
    for more in (["--lint"], ["--before-deploy"]):
        check_app.main(["build/app.json", *more])
        assert "checked" not in capsys.readouterr().err


@pytest.mark.parametrize("count, words", [(0, "no lambdas checked"), (1, "1 lambda checked"), (2, "2 lambdas checked")])
def test_the_number_of_lambdas_is_a_sentence(count, words):
    app = {**APP, "lambdas": dict.fromkeys(map(str, range(count)))}
    assert check_app.success_line(app).startswith(words)


@cases("tool, words, message, hint", [
    (manage_secrets, ["list", "--name=zzz"], "do=list does not use name=zzz", "name= is for do=set, do=create, do=rotate, do=delete"),
    (manage_secrets, ["set", "--name=a", "--yes"], "do=set does not use yes=1", "yes= is for do=rotate, do=delete"),
    (manage_keys, ["list", "--name=ann"], "do=list does not use name=ann", "name= is for do=create, do=rotate, do=delete"),
    (manage_keys, ["create", "--name=ann", "--json"], "do=create does not use json=1", "json= is for do=list"),
    (manage_queues, ["list", "--name=a"], "do=list does not use name=a", f"name= is for {OF_QUEUES}"),
    (manage_queues, ["list", "--yes"], "do=list does not use yes=1", f"yes= is for {OF_QUEUES}"),
    (manage_users, ["list", "--email=a@b.cc"], "do=list does not use email=a@b.cc", "email= is for do=create, do=invite, do=token, "
     "do=password, do=set, do=group, do=ungroup, do=delete"),
    (manage_users, ["token", "--email=a@b.cc", "--set=a=1"], "do=token does not use set=a=1",
     "set= is for do=create, do=invite, do=set, do=group, do=ungroup"),
    (manage_bucket, ["list", "--yes"], "do=list does not use yes=1", "yes= is for do=prune, do=empty, do=delete"),
    (manage_stages, ["list", "--yes"], "do=list does not use yes=1", "yes= is for do=sweep")])
def test_a_variable_that_the_action_does_not_use_is_an_error(tool, words, message, hint):
    assert str(problems_of(tool.main, ["no-such-app.json", *words])) == f"{message}\n  hint: remove it: {hint}"
