"""What a person gets who writes a wrong value after make: what is wrong and a hint, in our own words."""
import errno
import functools
import importlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import expand_template
import run_local
import scan_infra
from aws import hung_cloud, local_process
from kit import cli, files
from kit.problems import problem
from push.layers import pip
from tests.fixtures.cases import cases
from tests.fixtures.lambda_texts import lambda_text
from tests.fixtures.makefiles import TARGETS, calls_of_make
from tests.fixtures.paths import ROOT

pytest_plugins = ["tests.fixtures.makefiles"]

PLACEHOLDER = "PLACEHOLDER"
WRONG = ["", "-x", "--yes", "../x", "nope", "99999", "0", "-1", "9" * 30, "5", "abc", "/", ".", "a b", "x" * 300, "{}", "[", "\\", "\n",
         "٣", "ä", "\udcff", "missing.json", "lambdas", "app.yaml", "%s", "a@b", "plan=", "*"]
INDEX = lambda_text(
    "endpoint: {api: private, method: GET, path: /hello}", 'return {"statusCode": 200, "body": "hello"}', "os",
    before='TABLE, WEBSITE = os.environ["DEMO_TABLE"], os.environ["DEMO_WEBSITE"]')
# Words that only a program's own messages have: argparse's, a traceback's, a regular expression's.
FOREIGN = re.compile(r"usage:|Traceback|invalid choice|expected one argument|unrecognized|\[a-z|\\d|\^\[|errno", re.I)


@pytest.fixture
def scanned_project(make_project, monkeypatch):
    """A project whose model and template are made, and that neither starts a cloud nor downloads anything."""
    Path("lambdas/hello/index.py").write_text(INDEX)
    Path("lambdas/hello/test.py").write_text("def test_it():\n    pass\n")
    shutil.copytree(ROOT / "cookiecutter-lambda", "cookiecutter-lambda")
    scan_infra.main(["-o", "build/app.json"])
    expand_template.main(["build/app.json", "-o", "build/template.json"])

    def refuse(*_args, **_more):
        raise problem("", 0, "not in this test", "really")
    monkeypatch.setattr(run_local, "launch", refuse)
    monkeypatch.setattr(hung_cloud, "health", lambda *_args: None)
    monkeypatch.setattr(local_process, "serving", lambda _folder: [])
    monkeypatch.setattr(pip, "run", refuse)
    monkeypatch.setattr(os, "execv", refuse)
    return make_project


def ended(call, monkeypatch, capfd):
    """(exit code, stderr) of a tool that runs in this process; call is ["tools/x.py", word, ...]."""
    main = importlib.import_module(Path(call[0]).stem).main
    monkeypatch.setattr(sys, "argv", call)
    capfd.readouterr()
    try:
        cli.run(main)
    except SystemExit as end:
        return end.code, capfd.readouterr().err
    return 0, capfd.readouterr().err


@functools.cache
def calls_with_placeholder(*words):
    """The calls of Python of a make whose values are PLACEHOLDER: they do not depend on the value."""
    return calls_of_make(*words)[0]


def calls_with(value, *words):
    """As calls_with_placeholder, with a value instead: test_makefile_values.py holds that it arrives as it was typed."""
    return [[word.replace(PLACEHOLDER, value) for word in call] for call in calls_with_placeholder(*words)]


@pytest.mark.parametrize("value", WRONG, ids=lambda value: ascii(value)[:20])
def test_a_wrong_value_is_reported_in_terms_of_make(scanned_project, monkeypatch, capfd, value):
    goals = [goal for goal in TARGETS if goal not in ("clean", "docs", "help", "test-pareto") and not goal.startswith("bench")]
    names = {name: example for goal in goals for name, example in TARGETS[goal].items()}
    wrong = sorted({name for name, example in names.items() if example != "1"} - {"stage", "python"})
    calls = calls_with(value, *goals, *(f"{name}={PLACEHOLDER}" for name in wrong), "delete=1", "dry=1")
    stages = calls_with("" if value.isalpha() else value, "logs", "deploy", "layers", "policy", f"stage={PLACEHOLDER}")
    ends = {tuple(call): ended(call, monkeypatch, capfd) for call in [*calls, *stages]}
    assert {call: end for call, end in ends.items()
            if end[0] not in (0, 1) or FOREIGN.search(end[1].replace(value, "")) or end[0] and not end[1].strip()} == {}


@pytest.mark.parametrize("words, told", [
    ("logs name=hello since=5", "'5' is not a time\n  hint: a number and a unit: since=30s, 10m, 2h or 1d\n"),
    ("user email=ann@example.com do=creat", "do cannot be 'creat'\n  hint: did you mean 'create'?\n"),
    ("bucket do=foo stage=dev", "do cannot be 'foo'\n  hint: there are: create, list, prune, empty, delete, download\n"),
    ("stages do=create", "do cannot be 'create'\n  hint: there are: list, sweep\n"),
    ("watch dir=nope", "nope: there is no such folder\n  hint: dir=... names the folder to publish\n"),
    ("watch dir=..", ".. holds the whole project, which is not published\n"
     "  hint: dir=site, or whichever folder holds the pages\n"),
    ("local port=abc", "'abc' is not a port\n  hint: a number from 1 to 65535: port=4567\n"),
    ("outputs stage=LOCAL", "'LOCAL' would be a stage on AWS\n  hint: did you mean 'local'?\n"),
    ("outputs stage=../x", "'../x' is not a valid stage\n  hint: a letter, then letters, digits and '-', 32 at most: stage=dev\n"),
    ("invoke name=-x", "no lambda is called '-x'\n  hint: there are: hello\n"),
    ("invoke", "which lambda? write name=...\n  hint: there are: hello\n"),
    ("invoke name=hello event=missing.json", "missing.json: cannot be read: No such file or directory\n  hint: a file of JSON, event=- for stdin, or event=last\n"),
    ("new-lambda name=x trigger=queu", "no trigger 'queu'\n  hint: did you mean 'queue'?\n"),
    ("logs name=\udcff", "'--name=\\udcff' is not UTF-8\n  hint: type it again\n"),
])
def test_a_mistake_and_what_to_do(scanned_project, monkeypatch, capfd, words, told):
    calls, _stderr = calls_of_make(*words.split(" "))
    assert ended(calls[-1], monkeypatch, capfd) == (1, told)


@pytest.mark.parametrize("name", ["orders-refund", "orders/refund", "/orders/refund/", "lambdas/orders/refund",
                                  "lambdas/orders/refund/index.py"])
def test_a_lambda_is_named_by_its_name_or_its_folder(scanned_project, monkeypatch, capfd, name):
    Path("lambdas/orders/refund").mkdir(parents=True)
    shutil.copy("lambdas/hello/index.py", "lambdas/orders/refund")
    Path("lambdas/orders/refund/index.py").write_text(INDEX.replace("/hello", "/refund"))
    Path("lambdas/orders/refund/test.py").write_text("def test_it():\n    pass\n")
    scan_infra.main(["-o", "build/app.json"])
    for call in calls_with(name, "logs", "invoke", "resources", f"name={PLACEHOLDER}"):
        assert ended(call, monkeypatch, capfd) == (1, "the local cloud is not running\n  hint: `make local` starts it\n")
    calls = calls_with(name, "test", f"name={PLACEHOLDER}")
    assert [ended(call, monkeypatch, capfd)[1] for call in calls[-2:]] == ["", "not in this test\n  hint: really\n"]
    calls = calls_with("orders-refund", "new-lambda", f"name={PLACEHOLDER}")
    assert "lambdas/orders/refund/index.py has that name" in ended(calls[-1], monkeypatch, capfd)[1]


@pytest.mark.parametrize("number, words", [
    (errno.ENOSPC, "No space left on device\n  hint: free space"), (errno.EROFS, "Read-only file system"),
    (errno.EACCES, "Permission denied"), (errno.ENOTDIR, "Not a directory"), (errno.EDQUOT, "Disk quota exceeded"),
    (errno.EFBIG, "File too large")])
def test_what_the_machine_refuses_is_reported_and_nothing_half_written_is_left(scanned_project, monkeypatch, capfd, number, words):
    before = sorted(scanned_project.rglob("*"))

    def refuse(_path):
        raise OSError(number, os.strerror(number), "build/app.json")
    monkeypatch.setattr(files, "private_file", refuse)
    code, told = ended(["tools/expand_template.py", "build/app.json", "-o", "build/template.json"], monkeypatch, capfd)
    assert code == 1 and told.startswith(f"build/app.json: {words}") and "hint: " in told
    assert sorted(scanned_project.rglob("*")) == before


def test_an_error_of_ours_keeps_its_traceback(monkeypatch, capfd):
    def main(argv):
        open("/there/is/no/such/file")
    with pytest.raises(FileNotFoundError):
        cli.run(main)


def run(*words, **more):
    """A process of this Python, in the project."""
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, **more)


def test_a_full_disk_behind_a_pipe_is_reported_once(scanned_project):
    with open("/dev/full", "w") as full:
        ran = subprocess.run([sys.executable, ROOT / "tools/expand_template.py", "build/app.json"], stdout=full,
                             stderr=subprocess.PIPE, text=True)
    assert (ran.returncode, ran.stderr) == (1, f"No space left on device\n  hint: {cli.HINTS_BY_ERRNO[errno.ENOSPC]}\n")


def test_a_file_that_is_called_build_is_reported(scanned_project):
    shutil.rmtree("build")
    Path("build").touch()
    ran = run(ROOT / "tools/scan_infra.py", "-o", "build/app.json")
    assert (ran.returncode, ran.stderr) == (1, f"build: File exists\n  hint: {cli.HINTS_BY_ERRNO[errno.EEXIST]}\n")


@cases("error, printed", [
    (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), f"No space left on device\n  hint: {cli.FULL_DISK}\n"),
    (ModuleNotFoundError("No module named 'gone.x'", name="gone.x"),
     ".venv: the package gone is missing\n  hint: `rm -rf .venv`, then repeat the command, which makes it again\n"),
    (ModuleNotFoundError("No module named 'kit.gone'", name="kit.gone"), "ModuleNotFoundError: No module named 'kit.gone'\n"),
    (ValueError("a bug"), "ValueError: a bug\n"),
    (FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), "lambdas/one/index.py"),
     f"lambdas/one/index.py: No such file or directory\n  hint: {cli.VANISHED}\n"),
    (FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), "docker"),
     "FileNotFoundError: [Errno 2] No such file or directory: 'docker'\n"),
])
def test_errors_of_this_machine_outside_of_main_are_reported(capsys, error, printed):
    cli.report_uncaught(type(error), error, None)
    assert capsys.readouterr().err == printed
