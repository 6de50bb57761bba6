"""check_app.py: silent on right apps, and with an exit code for Make."""
import contextlib
import sys

import check_app
import scan_infra
from tests.fixtures.paths import ROOT
from tests.fixtures.problems import problems_of

sys.path.insert(0, str(ROOT / "bench"))
import generated

pytest_plugins = ["tests.fixtures.example_copies", "tests.fixtures.programs"]


def checked(folder, *more):
    """The findings of check_app.py of an app, after a scan; "" if there are none."""
    with contextlib.chdir(folder):
        scan_infra.main(["-o", "build/app.json"])
        return str(problems_of(check_app.main, ["build/app.json", *more]))


def program(warm_python, folder):
    """The finished program."""
    with contextlib.chdir(folder):
        return warm_python(ROOT / "tools/check_app.py", "build/app.json")


def test_the_example_has_no_findings(example_copy, warm_python):
    assert checked(example_copy) == ""
    done = program(warm_python, example_copy)
    count = len(list((example_copy / "lambdas").rglob("index.py")))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"{count} lambdas checked: no findings\n")


def test_a_hundred_lambdas_are_silent_also_the_second_time(tmp_path):
    generated.write_app(tmp_path, 100)
    with open(tmp_path / "app.yaml", "a") as settings:
        settings.write("stacks: 2\n")  # more resources than one stack takes
    assert [checked(tmp_path), checked(tmp_path)] == ["", ""]


def test_a_finding_is_on_stderr_and_exits_with_1_until_it_is_fixed(example_copy, warm_python):
    path = example_copy / "lambdas/station/index.py"
    original = path.read_text()
    path.write_text(original.replace('["station"]', '["stations"]'))
    expected = checked(example_copy)
    done = program(warm_python, example_copy)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (1, "", expected)
    assert expected.startswith("lambdas/station/index.py:14: [P401] event['pathParameters'] has no 'stations'")
    assert checked(example_copy, "--only", "P301") == ""
    path.write_text(original)
    assert checked(example_copy) == ""


def test_a_changed_shared_module_is_checked_again_for_all_who_import_it(example_copy):
    assert checked(example_copy) == ""
    path = example_copy / "lambdas/weather/readings.py"
    original = path.read_text()
    path.write_text(original.replace('return {"pk": station,', 'return {"id": station,'))
    assert "[P302]" in checked(example_copy)
    path.write_text(original)


def test_an_id_that_is_no_check_is_a_problem(example_copy):
    assert "no check P000" in checked(example_copy, "--only", "P000")


def test_the_page_of_the_checks_is_the_one_that_they_make():
    import document_checks
    assert (ROOT / "docs/checks.md").read_text() == document_checks.page(document_checks.MODULES)
