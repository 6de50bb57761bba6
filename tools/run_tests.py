#!/usr/bin/env python3
"""Runs the tests of the app: those whose code changed since they passed, or those of one lambda.

    run_tests.py build/app.json [--all] [--name hello]

What passed is kept in build/tests/passed.json, with a digest of all that it depends on. In CI (the variable
CI is set) all tests of the app run; with --all those of Pareto (the folder tests) too, in the same run of pytest.
"""
import os
import sys
from pathlib import Path

from aws import stages
from kit import cli, files, settings
from kit.problems import problem
from recipes import layer_sets
from testkit import test_keys

PYTEST = [sys.executable, "-m", "pytest", "-q"]
PASSED = test_keys.RECORD
PARETO = "tests"
# Another process costs a second of imports: measured on two cores, it pays from here on.
MANY = 100


def arguments(app, name, chosen):
    """What pytest is told to run. Raises Problems for a lambda that is not there or has no test.

    chosen  the files of tests that must run, and PARETO
    """
    if not name:
        many = PARETO in chosen or len(chosen) >= MANY
        together = ["-n", "auto", "--dist", "loadfile"] if many else []
        return [*together, "--continue-on-collection-errors", "--passed", PASSED, *chosen]
    name = stages.lambda_name(app, name)
    test = Path(app["lambdas"][name]["path"]).with_name("test.py")
    if not test.exists():
        raise problem(test, 0, f"{name} has no test", "a function that begins with test_")
    return ["--passed", PASSED, str(test)]


def words(asked, chosen):
    """The line that tells what need not run: "190 lambdas unchanged"; "" if all runs."""
    unchanged = len(asked.keys() - set(chosen))
    return f"{unchanged} {'lambda' if unchanged == 1 else 'lambdas'} unchanged" if unchanged else ""


def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("app", help="app.json")
    parser.add_argument("--name", default="", help="only this lambda's")
    parser.add_argument("--all", action="store_true", help="also those that passed, and Pareto's own")
    args = parser.parse_args(argv)
    if args.name and args.all:
        raise problem("", 0, "name= is for one lambda's tests, all=1 for those of all and of Pareto",
                      f"`make test name={args.name}`, or `make test all=1`")
    app = files.read_json(args.app)
    asked, kept = test_keys.keys(app, settings.read()), test_keys.record("passed")
    if args.name:
        chosen = arguments(app, args.name, [])[-1:]
    else:
        everything = args.all or bool(os.environ.get("CI"))
        chosen = [path for path in sorted(asked) if everything or kept.get(path) != asked[path]]
        if said := words(asked, chosen):
            cli.say(said)
        if not chosen and not args.all:
            return
    files.write_json(PASSED, {"asked": {path: asked[path] for path in chosen if path in asked}, "passed": kept,
                              "failed": test_keys.record("failed")})
    chosen += [PARETO] * args.all
    if layer_sets.wanted(app):
        from testkit import layered_tests  # dear, and most apps have no layer
        layered_tests.prepare(app)
    os.execv(PYTEST[0], [*PYTEST, *arguments(app, args.name, chosen)])


if __name__ == "__main__":
    cli.run(main)
