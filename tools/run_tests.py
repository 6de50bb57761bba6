#!/usr/bin/env python3
"""Runs the tests of the app: those whose code changed since they passed, or those of one lambda.

    run_tests.py build/app.json [--all] [--name hello] [--findings build/tests/findings.json]

What passed is kept in build/tests/passed.json, with a digest of all that it depends on; build/tests/junit.xml has the
results of the last run. In CI (the variable CI is set) all tests of the app run; with --all those of Pareto (the
folder tests) too, in the same run of pytest.

The tests of lambdas with findings do not run (check_app.py -o writes which those are), and the exit code is then 1.
"""
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TypedDict

from aws import stages
from aws.app_file import read_model
from kit import cli, files, names, settings
from kit.problems import listed, problem
from recipes import layer
from testkit import test_keys

RESULTS = "build/tests/junit.xml"
PYTEST = [sys.executable, "-m", "pytest", "-q", f"--junitxml={RESULTS}"]
PASSED = test_keys.RECORD
PARETO = "tests"
# Another process costs a second of imports: measured on two cores, it pays from here on.
MANY = 100


def arguments(app, name, chosen):
    """The arguments of pytest. Raises Problems for a lambda that does not exist or has no test.

    name    the lambda whose tests run, "" for `chosen`
    chosen  the files of tests that must run, and PARETO
    """
    if not name:
        many = PARETO in chosen or len(chosen) >= MANY
        together = ["-n", "auto", "--dist", "loadfile"] if many else []
        return [*together, "--continue-on-collection-errors", "--passed", PASSED, *chosen]
    name = stages.lambda_name(app, name)
    test = Path(app["lambdas"][name]["path"]).with_name("test.py")
    tests = [str(path) for path in (test, *sorted(test.parent.glob("test_*.py")))
             if path.exists() and re.search(r"\bdef test", files.read_text(path))]
    if not tests:
        raise problem(test, 0, f"{name} has no test", "a function that begins with test_")
    return ["--passed", PASSED, *tests]


def unchanged_line(digests, chosen):
    """The line with the number of lambdas whose tests need not run: "190 lambdas unchanged"; "" if all run."""
    unchanged = len(digests.keys() - set(chosen))
    return f"{unchanged} {'lambda' if unchanged == 1 else 'lambdas'} unchanged" if unchanged else ""


def no_tests_line(package):
    """The line about an app without a file of tests, and about files that only seem to be one."""
    others = sorted(str(path) for name in ("*_test.py", "tests.py") for path in Path(package).rglob(name))
    more = f"; {listed(others)} {'has another name' if len(others) == 1 else 'have other names'}" if others else ""
    return f"{package} has no test: a file test.py or test_*.py beside an index.py has tests (docs/testing.md){more}"


def findings_problem(findings):
    """The Problems of findings: {"findings": 2, "lambdas": ["hello"]}; None if there are none."""
    if not findings["findings"]:
        return None
    stopped = f": the tests of {listed(findings['lambdas'])} did not run" if findings["lambdas"] else ""
    number = names.quantity(findings["findings"], "finding")
    return problem("", 0, number + stopped, "the findings are above, before the tests")


class Findings(TypedDict):
    """What check_app.py writes."""

    findings: int
    lambdas: list[str]  # with findings: their tests do not run


def run(options, failure, here):
    """Runs pytest in place of this process, or, if there are findings, as a child before it raises their Problems.

    here  in this process, which has imported it
    """
    if here:
        import pytest  # 80 ms; this process has it already
        code = pytest.main([*PYTEST[3:], *options])
        if failure:
            raise failure
        sys.exit(code)
    if not failure:
        os.execv(PYTEST[0], [*PYTEST, *options])
    else:
        subprocess.run([*PYTEST, *options])
        raise failure


def chosen_tests(app, args, digests, passed, findings):
    """[path] of test files to run: of one lambda, or all that changed since they passed; without those of findings."""
    if args.name:
        chosen = arguments(app, args.name, [])[2:]
    else:
        everything = args.all or bool(os.environ.get("CI"))
        chosen = [path for path in sorted(digests) if everything or passed.get(path) != digests[path]]
        if line := unchanged_line(digests, chosen):
            cli.say(line)
    stopped = {os.path.dirname(app["lambdas"][name]["path"]) for name in findings["lambdas"]}
    return [path for path in chosen if os.path.dirname(path) not in stopped]


def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("app", help="app.json")
    parser.add_argument("--name", default="", help="only this lambda's")
    parser.add_argument("--all", action="store_true", help="also those that passed, and Pareto's own")
    parser.add_argument("--findings", help="what check_app.py -o wrote")
    parser.add_argument("--here", action="store_true", help="run pytest in this process, which has imported it")
    args = parser.parse_args(argv)
    if args.name and args.all:
        raise problem("", 0, "name= is for one lambda's tests, all=1 for those of all and of Pareto",
                      f"`make test name={args.name}`, or `make test all=1`")
    app = read_model(args.app)
    findings = files.read_json(args.findings, shape=Findings) if args.findings else {"findings": 0, "lambdas": []}
    digests, passed = test_keys.keys(app, settings.read()), test_keys.record("passed")
    chosen, failure = chosen_tests(app, args, digests, passed, findings), findings_problem(findings)
    if not chosen and not args.all:
        if failure:
            raise failure
        if not digests:
            cli.say(no_tests_line(app["package"]))
        return
    files.write_json(PASSED, {"to_run": {path: digests[path] for path in chosen if path in digests}, "passed": passed,
                              "failed": test_keys.record("failed"), "exercised": test_keys.record("exercised")})
    chosen += [PARETO] * args.all
    files.write_bytes(RESULTS, b"", private=True)  # pytest keeps the mode
    if layer.members(app):
        from testkit import layered_tests  # slow to import, and most apps have no layer
        layered_tests.prepare(app)
    run(arguments(app, args.name, chosen), failure, args.here)


if __name__ == "__main__":
    cli.run(main)
