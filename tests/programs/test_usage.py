"""The programs of tools/ run alone too: each prints its use, and no traceback, for arguments that it does not know."""
import contextlib
import io
from pathlib import Path

import check_variables
import create_environment
import run_programs
from aws import cfn
from kit.problems import Problems
from tests.fixtures.cases import cases


def result(main, argv):
    """(status, what was printed) of a program."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        try:
            status = main(argv)
        except SystemExit as end:
            status = end.code
    return status, output.getvalue()


@cases("main", [program.main for program in (create_environment, run_programs, check_variables)])
def test_a_program_without_argparse_prints_its_use(main):
    status, text = result(main, ["--help"])
    assert status == 0 and "tools/" in text


@cases("main, argv", [(create_environment.main, []), (create_environment.main, ["a", "b", "c"]), (run_programs.main, []),
                      (run_programs.main, ["--nosuch"]), (check_variables.main, [])])
def test_other_arguments_are_answered_by_the_use(main, argv):
    status, text = result(main, argv)
    assert status == 2 and "tools/" in text


def test_a_makefile_that_is_absent_and_a_model_in_the_place_of_a_template_are_reported(own_folder):
    assert result(check_variables.main, ["nosuch", "test", ""]) == (
        1, "nosuch: No such file or directory\n  hint: the Makefile of the project\n")
    Path("app.json").write_text('{"lambdas": {}}')
    try:
        cfn.read_template("app.json")
    except Problems as problems:
        assert str(problems) == (
            "app.json: is an app model, not a template\n  hint: `make template` writes build/template.json")
    else:
        raise AssertionError("a model is no template")
