"""check_app.py: silent on right apps, and with an exit code for Make."""
import contextlib
import shutil
import subprocess
import sys

import pytest

import check_app
import scan_infra
from tests.fixtures.paths import EXAMPLE, ROOT

sys.path.insert(0, str(ROOT / "bench"))
import generated
from kit.problems import Problems


def checked(folder, *more):
    """The findings of check_app.py of an app, after a scan; "" if there are none."""
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


def test_the_example_has_no_findings(example):
    assert checked(example) == ""
    done = program(example)
    count = len(list((example / "lambdas").rglob("index.py")))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"{count} lambdas checked: no findings\n")


def test_two_hundred_lambdas_are_silent_also_the_second_time(tmp_path):
    generated.write_app(tmp_path, 200)
    with open(tmp_path / "app.yaml", "a") as settings:
        settings.write("stacks: 4\n")  # 1,126 resources
    assert [checked(tmp_path), checked(tmp_path)] == ["", ""]


def test_a_finding_is_on_stderr_and_exits_with_1_until_it_is_mended(example):
    path = example / "lambdas/station/index.py"
    original = path.read_text()
    path.write_text(original.replace('["station"]', '["stations"]'))
    expected = checked(example)
    done = program(example)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (1, "", expected)
    assert expected.startswith("lambdas/station/index.py:14: [P401] event['pathParameters'] has no 'stations'")
    assert checked(example, "--only", "P301") == ""
    path.write_text(original)
    assert checked(example) == ""


def test_a_changed_shared_module_is_checked_again_for_all_who_import_it(example):
    assert checked(example) == ""
    path = example / "lambdas/weather/readings.py"
    original = path.read_text()
    path.write_text(original.replace('return {"pk": station,', 'return {"id": station,'))
    assert "[P302]" in checked(example)
    path.write_text(original)


def test_an_id_that_is_no_check_is_a_problem(example):
    assert "no check P000" in checked(example, "--only", "P000")


def test_the_page_of_the_checks_is_the_one_that_they_make():
    import document_checks
    assert (ROOT / "docs/checks.md").read_text() == document_checks.page(document_checks.MODULES)
