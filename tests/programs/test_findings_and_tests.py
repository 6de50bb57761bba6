"""`make test`: a finding stops the tests of its own lambda, and of no other; then make fails."""

import pytest

import scan_infra
from tests.fixtures.paths import ROOT
from tests.fixtures.written_files import write_files

pytest_plugins = ["tests.fixtures.programs"]

GOOD = '"""A lambda.\n\ninfra: {}\n"""\n\n\ndef handler(event, context):\n    return {}\n'
BAD = GOOD.replace("return {}", "return undefined_name")
SHARED = GOOD.replace('"""\n\n\n', '"""\nfrom lambdas import shared\n\n\n').replace("return {}", "return shared.total()")
PASSING, FAILING = "def test_x():\n    pass\n", "def test_x():\n    assert False\n"
FINDINGS = "build/tests/findings.json"


def write(files):
    """Writes {path: text} below the working directory."""
    write_files(files)


@pytest.fixture
def app(own_folder, monkeypatch):
    """The working directory: an app with the lambdas `bad`, which has a finding, `good` and `other`."""
    monkeypatch.delenv("CI", raising=False)
    write({"app.yaml": "name: demo\n",
           "pytest.ini": "[pytest]\npython_files = test.py\naddopts = --import-mode=importlib -p testkit.plugin\n"
                         f"pythonpath = . {ROOT / 'tools'}\n",
           **{f"lambdas/{name}/index.py": BAD if name == "bad" else GOOD for name in ("bad", "good", "other")},
           **{f"lambdas/{name}/test.py": PASSING for name in ("bad", "good", "other")}})


@pytest.fixture
def make_test(app, warm_python):
    """make_test(name) -> (exit, stdout, stderr) of the tools of `make test`, without cfn-lint, which takes seconds."""
    def run(name=""):
        scan_infra.main(["-o", "build/app.json"])
        checks = warm_python(ROOT / "tools/check_app.py", "build/app.json", f"--name={name}", "-o", FINDINGS)
        assert checks.returncode == 0
        tests = warm_python(ROOT / "tools/run_tests.py", "build/app.json", f"--findings={FINDINGS}", f"--name={name}")
        return tests.returncode, tests.stdout, checks.stderr + tests.stderr
    return run


def test_a_finding_stops_the_tests_of_its_own_lambda_only(make_test):
    code, out, err = make_test()
    assert code == 1 and "2 passed" in out
    assert err == ("lambdas/bad/index.py:8: [P101] undefined name 'undefined_name'\n"
                   "1 finding: the tests of bad did not run\n  hint: the findings are above, before the tests\n")


def test_only_the_findings_of_a_chosen_lambda_count(make_test):
    code, out, err = make_test("other")
    assert (code, err) == (0, "") and "1 passed" in out
    code, out, err = make_test("bad")
    assert code == 1 and out == "" and "[P101]" in err and "the tests of bad did not run" in err


def test_a_stopped_test_runs_when_the_finding_is_gone_and_the_others_need_not(make_test):
    make_test()
    code, out, _err = make_test()
    assert code == 1 and out == ""
    write({"lambdas/bad/index.py": GOOD})
    code, out, err = make_test()
    assert code == 0 and "1 passed" in out and err == "2 lambdas unchanged\n"


def test_a_finding_in_a_shared_module_stops_all_who_import_it(make_test):
    write({"lambdas/shared.py": "def total():\n    return undefined_name\n",
           "lambdas/bad/index.py": SHARED, "lambdas/good/index.py": SHARED})
    code, out, err = make_test()
    assert code == 1 and "1 passed" in out and "1 finding: the tests of bad, good did not run\n" in err


def test_a_finding_in_no_lambda_stops_no_test_but_make(make_test):
    write({"lambdas/bad/index.py": GOOD.replace("return {}", "return __import__('os').environ['AWS_REGION']"),
           "app.yaml": "name: demo\nenv: {AWS_REGION: eu-west-1}\n"})
    code, out, err = make_test()
    assert code == 1 and "3 passed" in out and "[P603]" in err and "\n1 finding\n" in err


def test_failing_tests_and_findings_fail_together(make_test):
    write({"lambdas/good/test.py": FAILING})
    code, out, err = make_test()
    assert code == 1 and "1 failed, 1 passed" in out and "the tests of bad did not run" in err
