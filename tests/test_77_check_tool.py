"""check_app.py: silent on apps that are right, and with an exit code that Make understands."""
import contextlib
import shutil
import subprocess
import sys

import pytest

import check_app
import scan_infra
from conftest import EXAMPLE, ROOT

sys.path.insert(0, str(ROOT / "bench"))
import generated  # noqa: E402
from kit.problems import Problems  # noqa: E402


def checked(folder, *more):
    """What check_app.py tells of an app, scanned before; "" if nothing."""
    with contextlib.chdir(folder):
        scan_infra.main(["-o", "build/app.json"])
        try:
            check_app.main(["build/app.json", *more])
        except Problems as problems:
            return str(problems)
    return ""


def program(folder, *more):
    """The finished program."""
    return subprocess.run([sys.executable, ROOT / "tools/check_app.py", "build/app.json", *more], cwd=folder,
                          capture_output=True, text=True)


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """A copy of the example app."""
    folder = tmp_path_factory.mktemp("example")
    return shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)


def test_the_example_has_nothing_to_be_said_of(example):
    assert checked(example) == ""
    done = program(example)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_two_hundred_lambdas_are_silent_also_the_second_time(tmp_path):
    generated.write_app(tmp_path, 200)
    assert [checked(tmp_path), checked(tmp_path)] == ["", ""]


def test_what_is_wrong_is_told_on_stderr_and_ends_with_1_until_it_is_mended(example):
    path = example / "lambdas/station/index.py"
    mended = path.read_text()
    path.write_text(mended.replace('["station"]', '["stations"]'))
    output = checked(example)
    done = program(example)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (1, "", output)
    assert output.startswith("lambdas/station/index.py:14: [P401] event['pathParameters'] has no 'stations'")
    assert checked(example, "--only", "P301") == ""
    path.write_text(mended)
    assert checked(example) == ""


def test_a_shared_module_that_changed_is_looked_at_again_for_all_who_use_it(example):
    assert checked(example) == ""
    path = example / "lambdas/weather/readings.py"
    mended = path.read_text()
    path.write_text(mended.replace('return {"pk": station,', 'return {"id": station,'))
    assert "[P302]" in checked(example)
    path.write_text(mended)


def test_an_id_that_is_no_check_is_said(example):
    assert "no check P000" in checked(example, "--only", "P000")


def test_the_page_of_the_checks_is_the_one_that_they_make():
    import document_checks
    assert (ROOT / "docs/checks.md").read_text() == document_checks.page(document_checks.MODULES)
