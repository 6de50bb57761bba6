"""Programs that run in forks of a process."""
import os
import sys
import types

import pytest

from kit import cli, forks
from kit.problems import problem


def test_what_a_program_prints_stays_in_order_though_it_goes_to_two_streams(monkeypatch):
    def main(_argv):
        print("[100%]", end="", flush=True)
        print("\n5 passed")
        raise problem("", 0, "1 finding", "`make check`")

    program = types.ModuleType("printing")
    monkeypatch.setattr(program, "main", main, raising=False)
    monkeypatch.setitem(sys.modules, "printing", program)
    outcome = forks.end(forks.begin(("printing", [])))
    assert (outcome.code, outcome.text) == (1, "[100%]\n5 passed\n1 finding\n  hint: `make check`\n")


def test_a_fork_leaves_the_actions_at_the_end_to_its_parent(monkeypatch):
    program = types.ModuleType("quiet")
    monkeypatch.setattr(program, "main", lambda _argv: None, raising=False)
    monkeypatch.setitem(sys.modules, "quiet", program)
    monkeypatch.setattr(cli, "_at_end", [])
    cli.at_end(lambda: print("the parent's"))
    assert forks.end(forks.begin(("quiet", []))).text == ""


def test_ctrl_c_just_after_a_program_has_ended_is_only_an_interrupt(monkeypatch):
    waitpid = os.waitpid

    def interrupted(pid, options):
        waitpid(pid, options)
        raise KeyboardInterrupt

    program = types.ModuleType("quiet")
    monkeypatch.setattr(program, "main", lambda _argv: None, raising=False)
    monkeypatch.setitem(sys.modules, "quiet", program)
    run = forks.begin(("quiet", []))
    monkeypatch.setattr(os, "waitpid", lambda *arguments: monkeypatch.undo() or interrupted(*arguments))
    with pytest.raises(KeyboardInterrupt):
        forks.end(run)


def test_a_program_that_ends_well_is_reported_before_the_next_one_ends(monkeypatch):
    go, pipe = os.pipe()
    for name, main in (("good", lambda _argv: None), ("waits", lambda _argv: os.read(go, 1)),
                       ("fails", lambda _argv: sys.exit(3))):
        monkeypatch.setitem(sys.modules, name, types.SimpleNamespace(main=main))
    run = forks.begin(("good", []), ("waits", []))
    assert forks.have_passed(run, 1) and not forks.has_ended(run, 0.01)
    os.write(pipe, b".")
    assert forks.has_ended(run, None) and forks.end(run).code == 0
    run = forks.begin(("good", []), ("fails", []), ("waits", []))
    assert not forks.have_passed(run, 2)
    assert forks.has_ended(run, None) and forks.end(run)[:3] == (3, "", "fails")
