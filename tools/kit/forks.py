"""Runs programs of tools/ in forks of a process that has imported them: so they start at once.

    run = forks.begin(("scan_infra", ["-o", "build/app.json"]), ...)
    outcome = forks.end(run)
"""
import contextlib
import gc
import importlib
import itertools
import os
import select
import sys
import tempfile
import time
import traceback
from typing import IO, NamedTuple

from kit import cli, interrupts

TOOLS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUG = 70  # exit code of a program with a traceback


class Outcome(NamedTuple):
    """What a run of programs came to."""

    code: int  # 0: done
    text: str  # what they printed
    program: str  # the last that ran
    imported: list  # the modules of Pareto and of installed packages that they imported


def modules_since(last):
    """The names of modules of Pareto and of installed packages that were imported after the module `last`.

    It goes backwards: whatever a fork touches of the other thousand modules, the machine copies.
    """
    folders = (TOOLS, os.path.dirname(os.__file__), sys.prefix)
    names = [*itertools.takewhile(lambda name: name != last, reversed(sys.modules))]
    return [name for name in names if (getattr(sys.modules[name], "__file__", None) or "").startswith(folders)]


class Run(NamedTuple):
    """Programs that run in a fork."""

    pid: int
    output: IO[bytes]  # what they print
    facts: IO[bytes]  # the last program, and the modules that were imported
    alive: int  # the end of a pipe that gets a byte from each program that ends well, and is closed with the fork


def begin(*calls, niceness=0):
    """Start a fork that runs programs one after the other, until one fails. -> Run

    calls     (program, arguments) of each
    niceness  by how much other processes come first
    """
    output, facts, last = tempfile.TemporaryFile(), tempfile.TemporaryFile(), next(reversed(sys.modules))
    alive, open_until_end = os.pipe()
    with interrupts.uninterrupted():
        pid = os.fork()
        if not pid:
            os.nice(niceness)
            started = []
            code = run_here(calls, started, output.fileno(), open_until_end)
            facts.write(" ".join([*started[-1:], *modules_since(last)]).encode())
            facts.flush()
            os._exit(code)
    os.close(open_until_end)
    return Run(pid, output, facts, alive)


def have_passed(run, number):
    """Whether so many programs of a Run end well: waits for them. It can be called once."""
    with end_after_interrupt(run.pid):
        return all(os.read(run.alive, 1) for _program in range(number))


def has_ended(run, seconds):
    """Whether the programs of a Run have ended, or end within so many seconds; None: waits for them."""
    end = None if seconds is None else time.monotonic() + seconds
    while select.select([run.alive], [], [], end and max(end - time.monotonic(), 0))[0]:
        if not os.read(run.alive, 1):
            return True
    return False


def end(run):
    """The Outcome of a Run, once its programs have ended."""
    status = wait(run.pid)
    os.close(run.alive)
    with run.output, run.facts:
        run.output.seek(0)
        run.facts.seek(0)
        program, *imported = run.facts.read().decode().split() or [""]
        return Outcome(status, run.output.read().decode(errors="replace"), program, imported)


def wait(pid):
    """The exit code of a child."""
    with end_after_interrupt(pid):
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@contextlib.contextmanager
def end_after_interrupt(pid):
    """Waits for the end of a child after Ctrl-C, which reaches the child too, and then ends this process."""
    try:
        yield
    except KeyboardInterrupt:
        with contextlib.suppress(ChildProcessError):  # the child had ended, and was waited for, just before Ctrl-C
            os.waitpid(pid, 0)
        raise


def run_here(calls, started, output, alive):
    """Run programs in this process, with their output in a file. -> exit code

    started  a list to which the name of each program is added
    alive    a pipe that gets a byte when a program has ended well
    """
    def main(_arguments):
        interrupts.permit()
        for program, arguments in calls:
            started.append(program)
            sys.modules[program].main(arguments)
            os.write(alive, b".")

    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    cli.forget_actions()
    # By lines: what goes to the two streams stays in order.
    sys.stdin, sys.stdout, sys.stderr = (open(number, mode, 1, closefd=False) for number, mode in enumerate("rww"))
    try:
        cli.run(main)
        return 0
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
        return BUG
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def keep(imported):
    """Import modules that a fork imported: the next has them."""
    for name in imported:
        with contextlib.suppress(Exception):  # one that only pytest, or another module, can import
            importlib.import_module(name)
    gc.freeze()
