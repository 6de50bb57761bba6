"""Problems as text, and how they are raised."""
import pytest

from kit.problems import Problem, Problems, problem
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
