"""The findings of the last check stay valid until anything changes on which they depend."""
import contextlib
import io
import os
import sys
import sysconfig
from pathlib import Path

import pytest

import check_app
from checks import report, type_checker
from interpreter import sources
from kit import file_cache, files
from scan import scanning
from tests.fixtures.cases import cases
from tests.fixtures.paths import ROOT
from tests.fixtures.problems import problems_of
from tests.fixtures.written_files import write_files

GOOD = '"""Fine.\n\ninfra: {%s}\n"""\nimport os\n\n\ndef handler(event, context):\n    return os.environ["DEMO_TABLE"]\n'
BAD = GOOD.replace('os.environ["DEMO_TABLE"]', "undefined_name")


@pytest.fixture
def project(own_folder, monkeypatch):
    """write({path: text}): changes an app with one lambda, and scans it; the working directory."""
    monkeypatch.setattr(file_cache, "YOUNG", 0)

    def write(texts):
        write_files(texts)
        if any(path.endswith("index.py") for path in texts):  # as make, which scans after such a change
            files.write_json("build/app.json", scanning.scan("lambdas", "app.yaml", {}, {}))
    write({"app.yaml": "name: demo\n", "lambdas/hello/index.py": GOOD % "", "layers/web/requirements.txt": "flask==3.0.0\n"})
    return write


def output(*more):
    """What the tool prints, and its problems."""
    printed = io.StringIO()
    with contextlib.redirect_stderr(printed):
        problems = problems_of(check_app.main, ["build/app.json", *more])
    return f"{printed.getvalue()}{problems}"


@pytest.fixture
def runs(monkeypatch):
    """A list that gets an element at each run of the checks."""
    elements, problems = [], report.problems
    monkeypatch.setattr(report, "problems", lambda *arguments: elements.append(1) or problems(*arguments))
    return elements


@cases("code, more, text", [(GOOD, [], "1 lambda checked: no findings\n"), (BAD, [], "undefined name"),
                            (BAD, ["--before-deploy"], "undefined name")])
def test_an_unchanged_app_is_not_checked_again(project, runs, code, more, text):
    runs.clear()
    project({"lambdas/hello/index.py": code % "size: medium" if more else code % ""})
    first = output(*more)
    output(*([] if more else ["--before-deploy"]))
    assert text in first and output(*more) == first and len(runs) == 2


@cases("path, text, expected", [
    ("lambdas/hello/index.py", BAD % "", "[P101]"),
    ("lambdas/hello/.env", "A=1", "lambdas/hello/.env"),
    ("lambdas/other/index.py", BAD % "", "lambdas/other/index.py"),
    ("lambdas/hello/index.py", (GOOD % "").replace("DEMO_TABLE", "SMTP_HOST"), "SMTP_HOST"),
    (".secrets.json", '{"pay": "\\"DEMO_TABLE\\""}', "holds the value of the secret pay"),
    ("domains/Example.com.yml", "", "this is no domain's file"),
    ("layers/web/requirements.txt", "boto3==1.0\n", None),
    ("build/dev/stack.json", '{"stack": "demo-dev", "status": "UPDATE_COMPLETE", "outputs": {}}', None),
    ("build/check.linted", "{}", None),
    ("resources.yaml", "Resources: {}\n", None)])
def test_a_change_is_checked(project, runs, path, text, expected):
    before = Path(path).read_text() if os.path.exists(path) else None
    output()
    runs.clear()
    project({path: text})
    assert expected is None or expected in output()
    assert expected or output() and runs, "the checks did not run"
    os.unlink(path) if before is None else Path(path).write_text(before)
    project({"lambdas/hello/index.py": GOOD % ""} if path.endswith("index.py") else {})
    assert "no findings" in output()


def test_a_variable_of_the_shell_is_a_change(project, monkeypatch):
    project({"lambdas/hello/index.py": (GOOD % "").replace("DEMO_TABLE", "SMTP_HOST")})
    assert "SMTP_HOST" in output()
    monkeypatch.setenv("SMTP_HOST", "mail.example.com")
    assert "no findings" in output()


@cases("name", ["TERM", "SHLVL", "verbose", "AWS_PROFILE"])
def test_another_variable_of_the_shell_is_no_change(project, runs, monkeypatch, name):
    project({"lambdas/hello/index.py": GOOD % ""})
    first = output()
    runs.clear()
    monkeypatch.setenv(name, "other")
    assert output() == first and not runs


@cases("path, text", [("lambdas/hello/index.py", GOOD % "timer: {once: 2199-01-31T09:00}"),
                      ("lambdas/hello/index.py", GOOD % "timer: {cron: '0 9 1 1 ? 2199'}"),
                      ("lambdas/hello/index.py", GOOD % "kinesis: {stream: demo-a, start: '2199-01-31T09:00:00Z'}"),
                      ("layers/web/requirements.txt", "./libs/shapes\n")])
def test_what_files_do_not_tell_is_checked_each_time(project, runs, path, text):
    before = Path(path).read_text()
    project({path: text})
    runs.clear()
    assert output() == output() and len(runs) == 2
    project({path: before})


def test_links_are_followed_each_time(project, runs):
    project({"lambdas/hello/data.txt": "1"})
    os.symlink("data.txt", "lambdas/hello/link.txt")
    output()
    output()
    assert len(runs) == 2


def test_each_file_that_a_check_reads_is_one_that_the_findings_depend_on(project, monkeypatch):
    project({"lambdas/hello/data/rates.json": "{}", "lambdas/shared.py": "X = 1\n", "words/notes.txt": "",
             "domains/example.com.yaml": "", ".secrets.json": "{}", "lambdas/hello/index.py": (GOOD % "layers: [web]").replace(
                 "import os", "import os\nfrom lambdas.shared import X")})
    monkeypatch.setattr(type_checker, "messages", lambda _texts, checked, _version: {path: [] for path in checked})  # of copies
    of_stamp, opened = [], set()
    stamp = file_cache.Stamps.of
    monkeypatch.setattr(file_cache.Stamps, "of", lambda stamps, paths, *more: of_stamp.append({*paths}) or stamp(
        stamps, paths, *more))
    sys.addaudithook(lambda event, arguments: opened.add(str(arguments[0]))
                     if event == "open" and not isinstance(arguments[0], int) and RECORDING else None)
    RECORDING.append(1)
    try:
        output()
    finally:
        RECORDING.clear()
    own = {os.path.relpath(path) for path in opened if Path(path).is_relative_to(Path.cwd()) or not os.path.isabs(path)}
    assert "lambdas/shared.py" in own
    caches = {path for path in own if path.startswith("build/") and ".cache" in path}
    assert own - caches <= set(map(os.path.normpath, of_stamp[0]))
    outside = {path for path in opened if os.path.isabs(path) and not Path(path).is_relative_to(Path.cwd())}
    assert not {path for path in outside if not any(Path(path).is_relative_to(folder) for folder in (
        ROOT, sysconfig.get_paths()["stdlib"], sysconfig.get_paths()["purelib"], sys.base_prefix))}


RECORDING: list = []  # filled while the audit hook, which cannot be removed, records


def test_code_below_a_package_of_the_tools_changes_the_key(tmp_path):
    for folder in ("aws/iam", ""):
        write_files({f"{folder}/actions.py": "A = 1\n"}, tmp_path)
    keys = {file_cache.digest(str(tmp_path), ("aws", ""))}
    for path in ("aws/iam/actions.py", "actions.py", "aws/iam/arns.json"):
        file_cache.digest.cache_clear()
        (tmp_path / path).write_text("A = 22\n")
        keys.add(file_cache.digest(str(tmp_path), ("aws", "")))
    write_files({"localcloud/x.py": ""}, tmp_path)
    file_cache.digest.cache_clear()
    assert len(keys) == 4 and file_cache.digest(str(tmp_path), ("aws", "")) in keys


def test_names_and_values_that_are_not_utf_8_are_part_of_the_stamp(project, runs, monkeypatch):
    monkeypatch.setenv("CITY", "Malm\udcf6")
    assert output() == output() == "1 lambda checked: no findings\n" and len(runs) == 1
    project({"lambdas/hello/Malm\udcf6.txt": ""})
    assert "its name is not UTF-8" in output()


LOGIC = '"""Works.\n\ninfra: {%s}\n"""\n\n\ndef handler(event, context):\n    for record in event["Records"]:\n        print(record)\n'


def test_a_check_after_a_change_parses_the_changed_file_alone(project, monkeypatch):
    project({f"lambdas/l{number}/index.py": LOGIC % infra for number, infra in enumerate((
        "queue: {batch: 5}", "topic: {}", "events: [{name: raw, source: {type: bucket, name: demo}, prefix: raw/}]", "timer: {rate: 1 hour}"))})
    output("--before-deploy")
    parsed, tree = [], sources.Sources.tree
    monkeypatch.setattr(sources.Sources, "tree", lambda self, path: parsed.append(path) or tree(self, path))
    project({"lambdas/l3/index.py": LOGIC % "timer: {rate: 2 hours}"})
    parsed.clear()
    output("--before-deploy")
    assert {*parsed} <= {"lambdas/l3/index.py"}


def test_little_is_read_of_a_file_that_nobody_wrote_by_hand(project, monkeypatch):
    monkeypatch.setattr("checks.files.LARGEST", 10)
    project({"lambdas/hello/index.py": BAD % ""})
    printed = output()
    assert "undefined name" not in printed
    assert "lambdas/hello/index.py: more than 0 kB: the checks read little of it" in printed and "no findings" in printed
