"""The Makefile: which tools run, in which order, and which do not. Python is a stand-in that notes its arguments."""
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.fixtures.makefiles import MAKEFILE, START, TEMPLATE, age, calls_of_make, make, noted_calls, tick

pytest_plugins = ["tests.fixtures.makefiles"]


def verdict(stage):
    """The call that says first what fails."""
    return f"tools/check_app.py build/app.json --before-deploy --stage={stage}"


def deploy(stage):
    """The call of deploy."""
    return f"tools/deploy_stack.py build/app.json build/{stage}/artifacts.json --push --stage={stage} -o build/{stage}/stack.json"


def test_help_lists_every_target_in_the_order_of_the_file(make_project):
    shown = subprocess.run(["make"], capture_output=True, text=True).stdout.splitlines()
    phony = [name for name in re.findall(r"^\.PHONY: (\S+)$", MAKEFILE, re.M) if name != "force"]
    assert [line.split()[0] for line in shown if line[2] != " "] == phony
    assert phony[:6] == ["deploy", "watch", "test", "check", "new-lambda", "local"] and phony[-1] == "help"
    assert all(len(line) < 110 and line == line.rstrip() for line in shown)


def test_a_local_deploy_runs_all_programs_and_starts_the_local_cloud(make_project):
    assert make("deploy") == [*TEMPLATE, START, verdict("local"), deploy("local")]


def test_a_deploy_to_aws_never_touches_the_local_cloud(make_project):
    assert make("deploy", "stage=dev") == [*TEMPLATE, verdict("dev"), deploy("dev")]


def test_the_shell_never_chooses_the_stage(make_project):
    assert make("deploy", stage="prod", name="x", yes="1")[-1] == deploy("local")


def test_many_jobs_at_once_keep_the_order(make_project):
    calls = make("-j4", "deploy")
    assert sorted(calls) == sorted([*TEMPLATE, START, verdict("local"), deploy("local")])
    assert calls[-2:] == [verdict("local"), deploy("local")]
    assert calls.index(TEMPLATE[0]) < calls.index(TEMPLATE[1])


def test_the_domain_is_set_up_before_each_deploy_of_an_app_that_has_one(make_project):
    assert not any("setup_domain" in call for call in [*make("deploy", "stage=dev"), *make("adopt", "stage=dev")])
    Path("domains").mkdir()
    Path("domains/example.com.yaml").touch()
    *_before, domain, last = make("deploy", "stage=dev")
    assert (domain, last) == ("tools/setup_domain.py build/app.json --stage=dev --listed", deploy("dev"))
    assert [call.split()[0] for call in make("adopt", "stage=dev")][-3:] == [
        "tools/setup_domain.py", "tools/adopt_resources.py", "tools/deploy_stack.py"]


def test_a_layer_is_made_before_the_scan_of_a_deploy_in_the_same_command(make_project):
    calls = make("-j4", "deploy", "layer", "pkg=a", "stage=dev")
    assert [call.split()[0] for call in calls[:2]] == ["tools/create_layer.py", "tools/scan_infra.py"]


def test_nothing_changed_is_nothing_done(make_project):
    make("template")
    assert make("template") == []


def delete(path):
    """Removes a folder."""
    shutil.rmtree(path)


@pytest.mark.parametrize("change, again", [
    (lambda: Path("lambdas/hello/index.py").write_text("x = 1"), True),
    (lambda: os.utime("lambdas/hello/index.py", (1e9, 1e9)), True),
    (lambda: Path("lambdas/hello/Dockerfile").touch(), True),
    (lambda: Path("lambdas/shared.py").touch(), True),
    (lambda: Path("lambdas/bye").mkdir(), True),
    (lambda: delete("lambdas/hello"), True),
    (lambda: Path("app.yaml").touch(), True),
    (lambda: Path("tools/kit/names.py").touch(), True),
    (lambda: Path("lambdas/hello/test.py").touch(), False),
    (lambda: Path("lambdas/hello/a price list.csv").touch(), False),  # push looks at it, always
], ids=["code", "earlier code", "image", "new module", "new folder", "deleted lambda", "settings", "tool", "test", "data"])
def test_what_the_model_is_made_of_makes_it_anew_and_no_more(make_project, change, again):
    make("template")
    age(make_project)
    for path in (".venv/.ready", "build/app.json", "build/template.json"):
        os.utime(path)
    tick("build/template.json")
    change()
    assert make("template") == (TEMPLATE if again else [])
    if again:
        os.utime("build/template.json")
        assert make("template") == []


def test_what_make_runs_is_shown_only_if_it_is_wanted(make_project):
    def shown(*words):
        return subprocess.run(["make", "deploy", "stage=dev", *words], capture_output=True, text=True).stdout.splitlines()
    assert shown() == []
    assert shown("verbose=1")[-1].removeprefix("env --block-signal=INT ") == shown("-n")[-1].removeprefix("env --block-signal=INT ") == (
        '.venv/bin/python tools/run_programs.py    tools/check_app.py build/app.json --before-deploy --stage="$stage"  +  '
        'tools/deploy_stack.py build/app.json "build/$stage/artifacts.json" --push --stage="$stage"     -o "build/$stage/stack.json"')


@pytest.mark.parametrize("goals, processes", [
    (["template"], 1), (["deploy"], 1), (["diff", "stage=dev"], 1), (["push"], 1), (["adopt", "stage=dev"], 1), (["policy"], 2),
    (["push", "bucket"], 3), (["app"], 1), (["check"], 2)])
def test_few_processes_build_and_use_what_changed(make_project, goals, processes):
    calls = make(*goals)
    assert Path("calls").read_bytes().count(b"END OF CALL\0") == processes, calls
    assert [call for call in calls if call in TEMPLATE] == TEMPLATE[:1 if goals[0] in ("app", "check") else 2]
    tick("build/app.json")
    assert not {*make(*goals)} & {*TEMPLATE}


def test_a_tool_that_fails_stops_the_line_and_leaves_no_target(make_project):
    Path("fail").write_text("expand")
    assert make("template", fails=True) == TEMPLATE
    assert not Path("build/template.json").exists()


@pytest.mark.parametrize("words, call", [
    (["logs", "name=hello", "since=10m", "follow=1"],
     "tools/show_logs.py build/app.json --stage=local --name=hello --since=10m --follow --request= --query="),
    (["invoke", "name=hello", "event=my event.json", "stage=dev"],
     "tools/invoke_lambda.py build/app.json --stage=dev --name=hello --event=my event.json"),
    (["outputs"], "tools/print_outputs.py build/app.json --stage=local"),
    (["account"], "tools/setup_account.py build/app.json --stage=local"),
    (["dashboard"], "tools/print_dashboard.py build/app.json --stage=local"),
    (["resources", "name=hello"], "tools/list_resources.py build/app.json --stage=local --name=hello"),
    (["delete", "stage=dev", "yes=1"], "tools/delete_stack.py build/app.json --stage=dev --yes"),
    (["bucket", "do=list", "stage=dev"], "tools/manage_bucket.py build/app.json --stage=dev -- list"),
    (["user", "email=ann@example.com", "set=plan=gold age=41", "stage=dev"],
     "tools/manage_users.py build/app.json --stage=dev --email=ann@example.com --set=plan=gold age=41 --pool= -- create"),
    (["user", "do=delete", "email=ann@example.com", "yes=1"],
     "tools/manage_users.py build/app.json --stage=local --email=ann@example.com --set= --pool= --yes -- delete"),
    (["new-lambda", "name=orders/refund", "trigger=queue"],
     "tools/new_lambda.py --name=orders/refund --trigger=queue"),
    (["local", "port=4567"], "tools/run_local.py start --port=4567"),
    (["stop"], "tools/run_local.py stop"),
    (["layer", "pkg=a b", "name=web", "stage=dev"],
     "tools/create_layer.py --stage=dev --pkg=a b --name=web --version="),
    (["layer", "pkg=a", "delete=1"], "tools/create_layer.py --stage=local --pkg=a --name= --version= --delete"),
    (["layers", "outdated=1"], "tools/list_layers.py --stage=local --outdated"),
    (["site"], "tools/publish_site.py build/app.json --stage=local --website= -- site"),
    (["check"], "tools/check_app.py build/app.json"),
])
def test_the_values_of_the_command_line_reach_the_tool(make_project, words, call):
    make("app")
    assert make(*words) == [call]


def test_the_tests_come_after_the_checks(make_project):
    make("app")
    assert make("test", "name=hello") == [
        "tools/check_app.py build/app.json --name=hello -o build/tests/findings.json",
        "tools/run_tests.py build/app.json --name=hello --findings=build/tests/findings.json"]


def test_the_tests_of_pareto_need_no_app(make_project):
    pareto = ["-m pytest -q --junitxml=build/tests/junit.xml -n auto --dist loadfile tests"]
    assert make("test", "all=1")[-1] == \
        "tools/run_tests.py build/app.json --name= --all --findings=build/tests/findings.json"
    delete("lambdas")
    assert make("test-pareto") == pareto


def test_a_password_never_stands_on_the_command_line(make_project):
    make("app")
    assert make("user", "email=ann@example.com", "password=secret", fails=True) == []
    assert "secret" not in make("user", "email=ann@example.com", password="secret")[0]


def test_looking_at_what_is_deployed_does_not_need_code_that_scans(make_project):
    make("app")
    Path("lambdas/hello/index.py").write_text("not Python")
    Path("fail").write_text("scan")
    assert make("logs", "name=hello", "stage=prod")[-1].startswith("tools/show_logs.py")


def test_changes_are_looked_for_in_the_folder_that_the_scan_read(make_project):
    make("app")
    Path("build/package").write_text("-delete; touch CANARY $(touch CANARY)")
    assert make("app") == TEMPLATE[:1]  # which is not there: scan tells
    Path("handlers").mkdir()
    Path("build/package").write_text("handlers")
    age(make_project)
    for path in (".venv/.ready", "build/app.json"):
        os.utime(path)
    assert make("app") == []
    tick("build/app.json")
    Path("handlers/new.py").touch()
    assert make("app") == TEMPLATE[:1]
    assert not Path("CANARY").exists() and Path("app.yaml").exists()


def test_clean_forgets_what_was_built_and_ends_the_local_cloud_first(make_project):
    make("app")
    Path("build/local").mkdir(parents=True)
    ran = subprocess.run(["make", "clean"], capture_output=True, text=True)
    assert (ran.stdout, ran.stderr) == ("", "Removed: build/; nothing on AWS.\n")
    assert noted_calls()[-1] == ["tools/run_local.py", "stop", "--forget"]
    assert not Path("build").exists() and Path(".venv").exists()
    make("clean", "all=1")
    assert not Path(".venv").exists()


def test_the_tools_get_no_modules_of_another_project(make_project):
    Path(".venv/bin/python").write_text('#!/bin/sh\necho ok\necho "$PYTHONPATH$PYTHONHOME$PYTHONSAFEPATH$PYTHONWARNINGS'
                                        '$PYTHONHASHSEED$TEST_SERVER_MODE ends" >> calls\n')
    calls_of_make("logs", "name=hello", PYTHONPATH="/other/project", PYTHONHOME="/other/python", PYTHONSAFEPATH="1",
                  PYTHONHASHSEED="banana", PYTHONWARNINGS="error", TEST_SERVER_MODE="true")
    assert Path("calls").read_text().splitlines()[-2:] == [" ends"] * 2  # check_variables.py, and the tool


def test_the_tools_get_no_settings_of_moto(make_project):
    Path(".venv/bin/python").write_text('#!/bin/sh\necho ok\necho "$MOTO_S3_CUSTOM_ENDPOINTS ends" >> calls\n')
    calls_of_make("logs", MOTO_S3_CUSTOM_ENDPOINTS="http://127.0.0.1:9")
    assert Path("calls").read_text().splitlines()[-1] == " ends"
