"""Runs the tests: all, on every core, or those of one lambda.

    run_tests.py build/app.json [--name hello]
"""
import os
import sys
from pathlib import Path

from kit import cli, files, stages
from kit.problems import problem

PYTEST = [sys.executable, "-m", "pytest", "-q"]


def arguments(app, name):
    """What pytest is told to run. Raises Problems for a lambda that is not there or has no test."""
    if not name:
        return ["-n", "auto", "--dist", "loadfile", "tests", app["package"]]
    stages.function(app, "local", name)  # refuses a name that there is not
    test = Path(app["lambdas"][name]["path"]).with_name("test.py")
    if not test.exists():
        raise problem(test, 0, f"{name} has no test", "a function that begins with test_")
    return [str(test)]


def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("app", help="app.json")
    parser.add_argument("--name", default="", help="only this lambda's")
    args = parser.parse_args(argv)
    chosen = arguments(files.read_json(args.app), args.name)
    os.execv(PYTEST[0], [*PYTEST, *chosen])


if __name__ == "__main__":
    cli.run(main)
