"""Ctrl-C ends whatever make has started: at once, without a traceback, and nothing goes on behind its back."""
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import create_environment
from kit import cli
from tests.fixtures.paths import ROOT

PYTHON_WITH_PTH = "import site, sys; sys.orig_argv = {argv!r}; site.addsitedir({folder!r}); "


@pytest.fixture
def ended(tmp_path):
    """ended(argv, code) -> (exit code, stderr) of a Python that was started as argv and has the .pth of .venv."""
    (tmp_path / "quiet.pth").write_text(create_environment.QUIET)

    def run(argv, code):
        start = PYTHON_WITH_PTH.format(argv=["python", *argv], folder=str(tmp_path))
        process = subprocess.run([sys.executable, "-S", "-c", start + code], capture_output=True, text=True,
                                 env={**os.environ, "PYTHONPATH": str(ROOT / "tools")})
        return process.returncode, process.stderr
    return run


INTERRUPT = "import os, signal; os.kill(os.getpid(), signal.SIGINT)"
# Extension modules that are interrupted as they are imported crash, and what __del__ raises is printed and ignored.
IGNORED = f"""
class Finalized:
    def __del__(self):
        {INTERRUPT}
Finalized()
"""


@pytest.mark.parametrize("argv", [["tools/check_app.py", "build/app.json"], ["-m", "pytest", "-q"], ["/a/b/tools/new_app.py"]])
@pytest.mark.parametrize("code", [INTERRUPT, "\n" + IGNORED], ids=["anywhere", "where exceptions are ignored"])
def test_until_a_tool_takes_over_the_signal_itself_ends_it(ended, argv, code):
    assert ended(argv, code) == (-signal.SIGINT, "")


def test_an_interrupt_that_was_blocked_while_python_started_ends_a_tool(ended):
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        assert ended(["tools/x.py"], "print('it runs', file=sys.stderr)") == (0, "it runs\n")
        blocked = subprocess.run(
            [sys.executable, "-S", "-c", f"{INTERRUPT}; import sys; sys.orig_argv = ['python', 'tools/x.py']; "
             f"exec({create_environment.QUIET!r}); print('it runs')"], capture_output=True, text=True)
        assert (blocked.returncode, blocked.stdout, blocked.stderr) == (-signal.SIGINT, "", "")
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])


def test_make_blocks_an_interrupt_while_python_starts():
    program = subprocess.run(["make", "-n", "layers"], cwd=ROOT, capture_output=True, text=True).stdout
    has_gnu_env = not subprocess.run(["env", "--block-signal=INT", "true"], capture_output=True).returncode
    assert ("env --block-signal=INT .venv/bin/python tools/list_layers.py" in program) == has_gnu_env
    assert ".venv/bin/python tools/list_layers.py" in program


@pytest.mark.parametrize("argv", [["-c", "x"], ["mine.py"], ["-m", "http.server"], ["tools"]])
def test_other_programs_are_interrupted_as_python_does_it(ended, argv):
    code = "\ntry:\n    " + INTERRUPT + "\nexcept KeyboardInterrupt:\n    print('caught', file=sys.stderr)"
    assert ended(argv, code) == (0, "caught\n")


def test_a_tool_that_runs_is_interrupted_in_order_and_ends_as_the_signal_does_it(ended):
    code = f"""
from kit import cli
import signal
cli.at_end(lambda: print("at end", signal.getsignal(signal.SIGINT) == signal.SIG_DFL, file=sys.stderr))
def main(argv):
    {INTERRUPT}
cli.run(main)"""
    assert ended(["tools/x.py"], code) == (130, "at end True\n")


def test_an_interrupt_where_exceptions_are_ignored_ends_a_tool_that_runs(ended):
    code = f"""
from kit import cli
import signal
def main(argv):
    class Finalized:
        def __del__(self):
            {INTERRUPT}
    Finalized()
    while True:
        signal.pause()
cli.run(main)"""
    assert ended(["tools/x.py"], code) == (130, "")


def test_an_import_ends_before_an_interrupt_that_comes_meanwhile(ended, tmp_path, monkeypatch):
    (tmp_path / "interrupted.py").write_text(f"{INTERRUPT}\nimport sys\nsys.imported = True\n")
    code = f"""
from kit import cli
import signal, sys
sys.path.append({str(tmp_path)!r})
def main(argv):
    try:
        import interrupted
        while True:
            signal.pause()
    finally:
        print(sys.imported, sys.modules["interrupted"].sys is sys, file=sys.stderr)
cli.run(main)"""
    assert ended(["tools/x.py"], code) == (130, "True True\n")


def test_an_interrupt_during_the_last_import_ends_a_tool(ended, tmp_path):
    (tmp_path / "interrupted.py").write_text(f"{INTERRUPT}\n")
    code = f"""
from kit import cli, interrupts
import sys
sys.path.append({str(tmp_path)!r})
interrupts.SECONDS = 600
cli.run(lambda argv: __import__("interrupted"))"""
    assert ended(["tools/x.py"], code) == (130, "")


def test_an_import_that_does_not_end_is_interrupted(ended, tmp_path):
    (tmp_path / "endless.py").write_text(f"{INTERRUPT}\nimport signal\nwhile True:\n    signal.pause()\n")
    code = f"""
from kit import cli, interrupts
import sys
sys.path.append({str(tmp_path)!r})
interrupts.MOST = dict.fromkeys(interrupts.MOST, 2)
cli.run(lambda argv: __import__("endless"))"""
    assert ended(["tools/x.py"], code) == (130, "")


def test_a_lock_is_released_before_an_interrupt_that_comes_meanwhile(ended):
    code = f"""
from kit import cli
import signal, threading
class Lock:
    acquire = release = None
    is_locked = False
    def __enter__(self):
        self.is_locked = True
    def __exit__(self, *_error):
        {INTERRUPT}
        self.is_locked = False
def main(argv):
    lock = Lock()
    try:
        with threading.Condition(lock):
            pass
        while True:
            signal.pause()
    finally:
        print(lock.is_locked, file=sys.stderr)
cli.run(main)"""
    assert ended(["tools/x.py"], code) == (130, "False\n")


def test_a_temporary_folder_is_deleted_before_an_interrupt_that_comes_meanwhile(ended):
    code = f"""
from kit import cli
import os, signal, tempfile
rmdir = os.rmdir
def interrupted(*arguments, **options):
    {INTERRUPT}
    rmdir(*arguments, **options)
def main(argv):
    os.rmdir = interrupted
    try:
        with tempfile.TemporaryDirectory() as folder:
            pass
        while True:
            signal.pause()
    finally:
        print(os.path.exists(folder), file=sys.stderr)
cli.run(main)"""
    assert ended(["tools/x.py"], code) == (130, "False\n")


def test_the_wait_for_a_lock_is_interrupted(ended):
    code = """
from kit import cli
import os, signal, threading
def main(argv):
    threading.Thread(target=os.kill, args=(os.getpid(), signal.SIGINT)).start()
    threading.Event().wait()
cli.run(main)"""
    assert ended(["tools/x.py"], code) == (130, "")


def test_an_interrupt_during_a_fork_ends_the_child_in_its_own_code(own_folder):
    Path("program.py").write_text("def main(_argv):\n    raise AssertionError('it ran')\n")
    code = """
import os, signal, sys
from kit import cli, forks
import program
parent = os.getpid()
os.register_at_fork(after_in_child=lambda: os.kill(os.getpid(), signal.SIGINT))
def main(_argv):
    outcome = forks.end(forks.begin(("program", [])))
    print(outcome.code, outcome.text, file=sys.stderr)
try:
    cli.run(main)
finally:
    print("end", os.getpid() == parent, file=sys.stderr)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                         env={**os.environ, "PYTHONPATH": f"{ROOT / 'tools'}:{own_folder}"})
    assert (ran.returncode, ran.stderr) == (0, "130 \nend True\n")


def test_an_interrupt_that_is_ignored_stays_so(ended):
    code = "\nfrom kit import cli\n" + f"def main(argv):\n    {INTERRUPT}\ncli.run(main)"
    ignoring = subprocess.run(
        ["sh", "-c", "trap '' INT; exec \"$@\"", "sh", sys.executable, "-c", create_environment.QUIET + code],
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT / "tools")})
    assert (ignoring.returncode, ignoring.stderr) == (0, "")


def test_run_leaves_the_handler_of_whoever_calls_it_as_it_was():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        cli.run(lambda argv: None)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


def test_pytest_is_interrupted_in_order(tmp_path):
    (tmp_path / "test_it.py").write_text(f"def test_it():\n    {INTERRUPT}\n")
    (tmp_path / "conftest.py").write_text("pytest_plugins = ['testkit.plugin']\n")
    start = "import signal, runpy, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); sys.argv[0] = 'pytest'; " \
            "runpy.run_module('pytest', run_name='__main__')"
    ran = subprocess.run([sys.executable, "-c", start, "-q", "-p", "no:cacheprovider", "test_it.py"], cwd=tmp_path, capture_output=True,
                         text=True, env={**os.environ, "PYTHONPATH": str(ROOT / "tools")})
    assert ran.returncode == 2 and "KeyboardInterrupt" in ran.stdout, ran


def test_the_check_of_variables_is_too_short_to_be_interrupted():
    assert re.search(r"CHECKED := \$\(shell trap '' INT;", (ROOT / "Makefile").read_text())
