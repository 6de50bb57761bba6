"""Problems as text, and how they are raised."""
from pathlib import Path

import pytest

from kit import problems, settings
from kit.problems import Problem, Problems, problem
from scan import source
from tests.fixtures.cases import cases


def test_problems_are_sorted_and_each_is_reported_once():
    problems = Problems(Problem("b.py", 1, "late"), Problem("a.py", 10, "ten"), Problem("a.py", 9, "nine", "do"),
                        Problem("a.py", 9, "nine", "do"), Problem("a.py", 0, "whole"), Problem("", 0, "nowhere"))
    assert str(problems) == ("nowhere\n" "a.py: whole\n" "a.py:9: nine\n  hint: do\n" "a.py:10: ten\n" "b.py:1: late")


def test_a_problem_can_be_raised_at_once():
    with pytest.raises(Problems, match="^a.py:3: wrong\n  hint: right$"):
        raise problem("a.py", 3, "wrong", "right")


@pytest.mark.parametrize("length, shown", [(299, "v" * 299), (10000, "v" * 60 + "... (10,000 characters)")])
def test_of_a_long_value_the_beginning_is_printed(length, shown):
    assert str(Problem("a.yaml", 1, f"size cannot be {'v' * length!r}", "e.g. 128")) == \
        f"a.yaml:1: size cannot be '{shown}'\n  hint: e.g. 128"


@cases("path, address", [("a\nb.py", r"a\nb.py"), ("\x1b[2J.py", r"\x1b[2J.py"), ("\udcff.py", r"\xff.py"), ("é 日本.py", "é 日本.py"),
                         ("a\u202eb.py", r"a\u202eb.py"), ("a\u2028b.py", r"a\u2028b.py")])
def test_an_address_is_one_line_of_printable_text(path, address):
    assert str(Problem(path, 3, "wrong")) == f"{address}:3: wrong"


CONFLICT = "<<<<<<< HEAD\nname: a\n=======\nname: b\n>>>>>>> other\n"


@cases("text, line", [
    (CONFLICT, 1), (f"x: 1\n{CONFLICT}", 2), ("<<<<<<< HEAD\nname: a\n", 0), (f"a {CONFLICT}", 0),
    ("x: 1\n" * 3 + CONFLICT * 2, 4), ("<<<<<<< \n" * 100_000, 0)])
def test_a_conflict_that_a_merge_left_is_found(text, line):
    assert (problems.merge_conflict(text) or [0])[0] == line


def test_a_conflict_in_the_settings_or_in_a_docstring_is_told_as_one(own_folder):
    Path("app.yaml").write_text(f"# The app.\n{CONFLICT}")
    with pytest.raises(Problems) as raised:
        settings.read()
    assert str(raised.value) == (
        "app.yaml:2: a conflict of a merge is not resolved\n"
        "  hint: keep one of its two versions, and take out the lines with <<<<<<<, ======= and >>>>>>>")
    code = f'"""\ninfra:\n  timer:\n{CONFLICT}"""\n\n\ndef handler(event, context):\n    return event\n'
    assert source.facts("lambdas/hello/index.py", code)["problems"][0][:2] == [4, "a conflict of a merge is not resolved"]
