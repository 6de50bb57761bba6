#!/usr/bin/env python3
"""Makes .venv from requirements.txt.

    python3 tools/create_environment.py requirements.txt .venv

It runs before anything is installed, on any Python that the machine calls python3: so it imports no module of
ours, uses no syntax that an old Python cannot parse, and starts a newer Python if there is one.
"""
import contextlib
import fcntl
import glob
import os
import shutil
import signal
import subprocess
import sys

OLDEST = (3, 11)
NEWEST_FIRST = ["python3.14", "python3.13", "python3.12", "python3.11"]
STAMP = ".ready"  # written last: an environment without it was interrupted
CONFLICT = ("a conflict of a merge is not resolved\n"  # as kit.problems.merge_conflict
            "  hint: keep one of its two versions, and take out the lines with <<<<<<<, ======= and >>>>>>>")
# quiet_interrupt.pth: until kit/cli.py, or the plugin of pytest, handles Ctrl-C, the signal itself ends a program of
# ours. An exception would end as a traceback, be ignored in a __del__, or crash an extension module being imported.
# The Makefile blocks it before, so that Python's own start ends without a traceback.
# _signal is in the interpreter; signal would be imported for so long that most of the tracebacks came from there.
QUIET = ("import _signal, os, sys; "
         "(os.path.basename(os.path.dirname(os.path.abspath(''.join(sys.orig_argv[1:2])))) == 'tools' "
         "or sys.orig_argv[1:3] == ['-m', 'pytest']) "
         "and _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler "
         "and _signal.signal(_signal.SIGINT, _signal.SIG_DFL); "
         "_signal.pthread_sigmask(_signal.SIG_UNBLOCK, [_signal.SIGINT])\n")
# whole_bytecode.pth: on a full disk Python keeps a part of a compiled module, which no later Python can import, and
# kit/cli.py may not be there yet to report it. So the part is removed. https://github.com/python/cpython/issues/126606
WHOLE = ("import os, _frozen_importlib_external as loader; loader._write_atomic = ("
         "lambda write, os: lambda path, data, mode=0o666: "
         "(write(path, data, mode), os.stat(path).st_size == len(data) or os.unlink(path))"
         ")(loader._write_atomic, os)\n")


def newer_python():
    """The path of an installed Python that is new enough, or None."""
    return next((path for path in map(shutil.which, NEWEST_FIRST) if path), None)


@contextlib.contextmanager
def alone(folder):
    """Lets one process at a time create the environment. -> descriptor of the lock

    The lock is on the folder that holds the environment, which is never removed: the project's, or where .venv is a
    link, that of its target, which other projects may share. A child that inherits the descriptor keeps the lock,
    also when this process is killed: no other process clears a folder that pip still writes to.
    """
    lock = os.open(os.path.dirname(os.path.realpath(folder)), os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.stderr.write("another make is making %s: waiting for it\n" % folder)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock
    finally:
        os.close(lock)


def is_done(requirements, folder):
    """Whether the environment was finished after the last change of requirements.txt and of this tool."""
    stamp = os.path.join(folder, STAMP)
    return os.path.exists(stamp) and os.path.exists(os.path.join(folder, "bin", "python")) and all(
        os.path.getmtime(stamp) >= os.path.getmtime(path) for path in (requirements, __file__))


def conflict_line(path):
    """The line where the conflict of a merge begins in a file, from 1 on; 0 without one."""
    with open(path, errors="replace") as file:
        return next((number for number, line in enumerate(file, 1) if line.startswith("<<<<<<< ")), 0)


def version_of(folder):
    """The version of the environment's Python, "3.11"; "" if venv did not record it."""
    with contextlib.suppress(OSError), open(os.path.join(folder, "pyvenv.cfg")) as file:
        for line in file:
            if line.startswith("version ="):
                return ".".join(line.split("=")[1].strip().split(".")[:2])
    return ""


def run(command, lock, **options):
    """Runs a command to its end. Raises CalledProcessError; Ctrl-C ends the command and all that it started, quietly.

    The command has a session of its own: the Ctrl-C of a terminal reaches only this process. Ctrl-C is put off while
    Popen starts the command, until its process is known.
    """
    before, process = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT]), None
    try:
        process = subprocess.Popen(command, pass_fds=[lock], start_new_session=True, **options)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        process.wait()
    except KeyboardInterrupt:
        if process:
            with contextlib.suppress(OSError):  # it may have ended by itself
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        raise
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)


def create(requirements, folder, lock):
    """Creates the environment, or updates a finished one. Raises CalledProcessError."""
    stamp, python = os.path.join(folder, STAMP), os.path.join(folder, "bin", "python")
    was_finished = os.path.exists(stamp)
    if was_finished:
        os.remove(stamp)
    if not (was_finished and os.path.exists(python)):
        run([sys.executable, "-m", "venv", "--clear", os.path.realpath(folder)], lock)  # of a link it makes none
    pip = [python, "-B", "-m", "pip", "--disable-pip-version-check"]
    scratch = os.path.realpath(os.path.join(folder, "scratch"))  # what a killed pip leaves, the next make removes
    shutil.rmtree(scratch, ignore_errors=True)
    os.makedirs(scratch)
    run(pip + ["install", "-q", "--no-compile", "-r", requirements], lock, env=dict(os.environ, TMPDIR=scratch))
    shutil.rmtree(scratch, ignore_errors=True)
    # Old versions of venv install setuptools, which is large and not used here.
    with contextlib.suppress(subprocess.CalledProcessError):
        run(pip + ["uninstall", "-q", "-y", "setuptools"], lock, stderr=subprocess.DEVNULL)
    remove_tests(folder)
    for packages in glob.glob(os.path.join(folder, "lib", "python*", "site-packages")):
        for name, line in (("quiet_interrupt", QUIET), ("whole_bytecode", WHOLE)):
            with open(os.path.join(packages, name + ".pth"), "w") as file:
                file.write(line)
    open(stamp, "w").close()


def remove_tests(folder):
    """Remove the tests of cfn-lint's algebra libraries, 14 MB that are never run here."""
    for package in ("sympy", "networkx"):
        inside = os.path.join(folder, "lib", "python*", "site-packages", package, "**", "tests")
        for tests in glob.glob(inside, recursive=True):
            shutil.rmtree(tests, ignore_errors=True)


def main(argv):
    if len(argv) != 2 or argv[0].startswith("-"):
        print(__doc__)
        return 0 if argv == ["--help"] else 2
    requirements, folder = argv
    if sys.version_info < OLDEST:
        better = newer_python()
        if better:
            os.execv(better, [better, __file__, requirements, folder])
        sys.stderr.write("Python %d.%d is too old: %s\n" % (sys.version_info[0], sys.version_info[1],
                                                                   sys.executable))
        sys.stderr.write("  hint: install Python 3.11 or newer, or give python=/path/to/it\n")
        return 1
    ours = "%d.%d" % sys.version_info[:2]
    try:
        with alone(folder) as lock:
            done = is_done(requirements, folder)
            if done and version_of(folder) not in ("", ours):
                sys.stderr.write("%s has Python %s, not %s\n" % (folder, version_of(folder), ours))
                sys.stderr.write("  hint: `make clean all=1` removes it; then repeat this command\n")
                return 1
            if not done and conflict_line(requirements):
                sys.stderr.write("%s:%d: %s\n" % (requirements, conflict_line(requirements), CONFLICT))
                return 1
            if not done:
                sys.stderr.write("making %s from %s, about a minute\n" % (folder, requirements))
                create(requirements, folder, lock)
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        sys.stderr.write("%s: %s\n" % (error.filename or folder, error.strerror))
        sys.stderr.write("  hint: can this folder be written to, and is there room?\n")
        return 1
    except subprocess.CalledProcessError as error:
        sys.stderr.write("%s could not be made\n  hint: see above; is the network up?\n" % folder)
        return error.returncode or 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
