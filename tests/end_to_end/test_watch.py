"""`make watch`: each save is checked, tested and deployed, whatever it contains."""
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import watchfiles
from botocore.exceptions import ClientError
from watchfiles import Change

import watch_app
from kit import forks
from kit.problems import Problems
from tests.fixtures.cloud import PATIENCE
from tests.fixtures.fake_functions import eventually
from tests.fixtures.lambda_texts import lambda_text
from tests.fixtures.paths import ROOT

INDEX = lambda_text("{block}", "return {value!r}", "os", before='WEBSITE = os.environ["WATCHED_WEBSITE"]')
TEST = '''def test_it_answers(call):
    assert call({{}}) == {value!r}
'''

WAITS = """import os
import time


def test_it_waits():
    while not os.path.exists("go"):
        time.sleep(0.05)
"""


def save(name, value, block="{}"):
    """A lambda and its test."""
    Path("lambdas", name).mkdir(parents=True, exist_ok=True)
    Path("lambdas", name, "test.py").write_text(TEST.format(value=value))
    Path("lambdas", name, "index.py").write_text(INDEX.format(value=value, block=block))


def remove(folder):
    """Deletes a folder into which a test run may write its compiled files meanwhile."""
    assert eventually(lambda: shutil.rmtree(folder, ignore_errors=True) or not os.path.exists(folder))


def answer(cloud, function):
    """What a function returns, the text of its error, or None if it does not exist."""
    try:
        return cloud.invoke(function)
    except ClientError:
        return None
    except AssertionError as error:  # code that was saved while an earlier save was deployed may run for a moment
        return str(error)


class Watch:
    """The running program, and the lines that it has printed."""

    def __init__(self):
        self.lines = []
        self.process = subprocess.Popen([sys.executable, ROOT / "tools/watch_app.py", "build/app.json"],
                                        stderr=subprocess.PIPE, text=True, start_new_session=True)
        threading.Thread(target=lambda: self.lines.extend(self.process.stderr), daemon=True).start()

    def prints(self, text):
        """Waits for a line with the text."""
        assert eventually(lambda: any(text in line for line in [*self.lines])), self.lines


@pytest.fixture
def watch(local_cloud, cloud_folder):
    """A Watch of an app with the lambdas one and two."""
    for name in ("tools", "conftest.py", "pytest.ini"):
        Path(name).symlink_to(ROOT / name)
    Path("app.yaml").write_text("name: watched\n")
    save("one", "one 1")
    save("two", "two 1")
    subprocess.run([sys.executable, "tools/scan_infra.py", "-o", "build/app.json"], check=True)
    watch = Watch()
    yield watch
    if watch.process.poll() is None:
        os.killpg(watch.process.pid, signal.SIGKILL)  # with the programs that it runs
    watch.process.wait(PATIENCE)
    local_cloud.client("cloudformation").delete_stack(StackName="watched-local")


def test_each_save_is_live_and_no_mistake_ends_the_watch(watch, local_cloud):
    def answers(name, value):
        assert eventually(lambda: answer(local_cloud, f"watched-local-{name}") == value), watch.lines

    watch.prints("watching lambdas, app.yaml;")
    answers("one", "one 1")
    save("one", "one 2")
    answers("one", "one 2")
    watch.prints("code changed of one")
    Path("lambdas/two/test.py").write_text(WAITS)
    watch.prints("lambdas/two/test.py: nothing to change; tests are running")
    save("one", "one 2, tested later")
    answers("one", "one 2, tested later")
    watch.prints("code changed of one; tests are running  (")
    Path("go").touch()
    # The test of `one` runs with the test that waits, if the save came before the run had chosen its tests.
    assert eventually(lambda: any(re.search("  tests: [12] passed", line) for line in [*watch.lines])), watch.lines
    Path("lambdas/one/index.py").write_text("def (")
    watch.prints("lambdas/one/index.py:1: not Python")
    save("one", "one 3", "{timer: 5}")
    watch.prints("timer")
    save("one", "one 4")
    answers("one", "one 4")
    Path("lambdas/one/test.py").write_text(TEST.format(value="other"))
    watch.prints("there are problems:")
    shutil.move("lambdas/two", "lambdas/three")
    answers("three", "two 1")
    remove("lambdas/one")
    watch.prints("4 removed")
    Path("site").mkdir()
    Path("site/index.html").write_text("home")
    watch.prints("the app: website: ")
    Path("site/index.html").write_text("new home")
    watch.prints("site/index.html: website: ")

    def pages():
        name = json.loads(Path("build/local/stack.json").read_text())["outputs"]["WatchedWebsiteName"]
        listing = local_cloud.client("s3").list_objects_v2(Bucket=name)
        return {entry["Key"] for entry in listing.get("Contents", [])} - {"config.json"}

    remove("site")  # as a generator of websites does; the new folder is published and watched
    Path("site").mkdir()
    Path("site/other.html").write_text("other")
    assert eventually(lambda: pages() == {"other.html"}), watch.lines
    Path("site/third.html").write_text("third")
    assert eventually(lambda: pages() == {"other.html", "third.html"}), watch.lines
    local_cloud.client("cloudformation").delete_stack(StackName="watched-local")
    save("three", "three 3")  # the next deploy creates another website
    assert eventually(lambda: pages() == {"other.html", "third.html"}), watch.lines
    os.killpg(watch.process.pid, signal.SIGINT)
    assert watch.process.wait(PATIENCE) == 130
    assert not any("Traceback" in line for line in watch.lines), watch.lines


def test_problems_of_files_that_were_removed_while_the_tests_ran_are_not_printed(own_folder, monkeypatch):
    save("one", "one 1")
    Path("build").mkdir()
    Path(watch_app.APP).write_text(json.dumps({"lambdas": {"one": {"path": "lambdas/one/index.py"}}}))
    monkeypatch.setattr(watch_app.forks, "begin", lambda *programs, **options: "run")
    monkeypatch.setattr(watch_app.forks, "has_ended", lambda run, seconds: True)
    failed = forks.Outcome(1, "ImportError while importing lambdas/one/test.py\nTraceback:\n", "run_tests", [])
    monkeypatch.setattr(watch_app.forks, "end", lambda run: failed)
    tests = watch_app.Tests()
    tests.begin()
    assert tests.outcome(0) == failed
    tests.begin()
    remove("lambdas/one")
    assert tests.outcome(0) == failed._replace(text="lambdas/one/index.py was removed while the tests ran\n"
                                               "lambdas/one/test.py was removed while the tests ran\n")


def test_the_end_of_a_problem_is_printed_even_if_nothing_changes(own_folder, monkeypatch, capsys):
    good, bad = (forks.Outcome(code, text, "", []) for code, text in ((0, watch_app.NOTHING[0]), (1, "not deployed: no app.yaml")))
    for results, lines in (([good, good], 0), ([bad, bad], 1), ([bad, good, good], 2), ([bad, good, bad], 2)):
        printed = {}
        for result in results:
            monkeypatch.setattr(watch_app, "deploy", lambda stage, tests, outcome=result: outcome)
            monkeypatch.setattr(watch_app, "publish", lambda stage, site: None)
            watch_app.report("local", "site", set(), None, printed)
        assert len(capsys.readouterr().err.splitlines()) == lines, results


def test_temporary_files_of_editors_are_not_watched(own_folder):
    for path in ("lambdas/a/index.py", "site/.well-known/a", "../site/x.html", "resources.yaml", "lambdas/a/4913.py"):
        assert watch_app.is_watched(None, os.path.abspath(path)), path
    for name in (".index.py.swp", ".#index.py", "#index.py#", "index.py~", "4913", "a.tmp", "__pycache__/a.pyc",
                 "index.py___jb_tmp___", ".git/index", "__pycache__"):
        assert not watch_app.is_watched(None, os.path.abspath(f"lambdas/a/{name}")), name


def test_a_file_that_exists_for_a_moment_alone_is_no_change(own_folder, monkeypatch):
    Path("index.py").write_text("")
    monkeypatch.setattr(watch_app, "watchable_paths", lambda site: ["."])
    batches = [set(), {(Change.added, "sedA1"), (Change.deleted, "sedA1")}, {(Change.deleted, "old.py")},
               {(Change.added, "sedB2"), (Change.deleted, "sedB2"), (Change.added, "index.py")}]
    monkeypatch.setattr(watchfiles, "watch", lambda *paths, **options: iter(batches))
    assert [*itertools.islice(watch_app.changes("site"), 4)] == [set(), None, {"old.py"}, {"index.py"}]


def test_a_protected_stage_is_not_watched(own_folder):
    Path("app.json").write_text(json.dumps({"name": "demo", "settings": {"stages": {"prod": {"protected": True}}}}))
    with pytest.raises(Problems, match="prod is a protected stage, which `make watch` does not deploy to"):
        watch_app.main(["app.json", "--stage", "prod"])


def test_a_folder_that_does_not_exist_is_not_watched(own_folder):
    with pytest.raises(Problems, match="nope: there is no such folder"):
        watch_app.main(["app.json", "--site", "nope"])
