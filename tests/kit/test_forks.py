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
