"""run_programs.py: several programs in one process."""
import gc
import re
import sys

import pytest

import run_programs
from kit.problems import problem
from tests.fixtures.cases import results
from tests.fixtures.paths import ROOT

CHANGE = re.compile(r"\bapp(\[[^]]+\])+(\.(update|pop|setdefault|clear|append)\(| [|+]?= )|\bdel app\[|\bapp\.(update|pop|setdefault)\(")

test_a_plus_before_a_program_separates_two_calls = results(lambda words: run_programs.calls(words.split()), [
    ("tools/a.py", [["tools/a.py"]]),
    ("tools/a.py x --yes + tools/b.py + tools/c.py y", [["tools/a.py", "x", "--yes"], ["tools/b.py"], ["tools/c.py", "y"]]),
    ("tools/a.py -- +", [["tools/a.py", "--", "+"]]),
    ("tools/a.py -- + + tools/b.py", [["tools/a.py", "--", "+"], ["tools/b.py"]]),
    ("tools/a.py + --name=+ + tools/b.py +", [["tools/a.py", "+", "--name=+"], ["tools/b.py", "+"]]),
])


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """Two programs, `first` and `second`, which note their calls. -> the notes"""
    notes = []
    for name in ("first", "second"):
        module = type(sys)(name)
        monkeypatch.setitem(sys.modules, name, module)
        module.main = lambda argv, name=name: notes.append((name, argv, sys.argv, gc.isenabled()))
    monkeypatch.setattr(sys, "argv", [])
    return notes


def test_each_program_runs_as_if_it_were_alone(programs):
    gc.disable()
    run_programs.main(["tools/first.py", "x", "+", "tools/second.py"])
    assert programs == [("first", ["x"], ["tools/first.py", "x"], True), ("second", [], ["tools/second.py"], True)]


def test_no_program_runs_after_one_that_fails(programs):
    def main(argv):
        raise problem("", 0, "a fault", "mend it")

    sys.modules["first"].main = main
    with pytest.raises(Exception, match="a fault"):
        run_programs.main(["tools/first.py", "+", "tools/second.py"])
    assert programs == []


def test_no_program_changes_the_app_model_which_the_next_one_of_its_process_gets():
    assert CHANGE.search('app["settings"]["domain"] = domain') and not CHANGE.search('if app["name"] == name:')
    changes = [f"{path.name}: {line}" for path in sorted((ROOT / "tools").glob("*.py"))
               for line in path.read_text().split("\n") if CHANGE.search(line)]
    assert changes == []
