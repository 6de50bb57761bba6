#!/usr/bin/env python3
"""Whether the README's two commands always work: in a fresh clone, beside processes that keep every processor busy.

    bench/measure_steadiness.py [--runs 10] [--busy 16]

A run is `make deploy` and `make test` of a new clone of the last commit, then `make test-pareto` there, and
`make clean`. It shares this checkout's .venv. Exit 1 if one failed; what it said is printed then.
"""
import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from local_cloud import free_port

ROOT = Path(__file__).resolve().parent.parent
# Ends by itself when the one that started it is gone, however that ended.
BUSY = "import os\nparent = os.getppid()\nwhile os.getppid() == parent:\n    for _ in range(10 ** 6):\n        pass\n"
LAST_LINES = 30


@contextlib.contextmanager
def busy(count):
    """So many processes that only compute, meanwhile."""
    processes = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(count)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
        for process in processes:
            process.wait()


def commands(port):
    """What a run does: the README's two commands, and Pareto's own tests."""
    return [["make", "deploy", f"port={port}"], ["make", "test"], ["make", "test-pareto"]]


def cloned(folder):
    """A clone of the last commit, ready to run."""
    subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
    shutil.copytree(ROOT / ".venv", folder / ".venv", symlinks=True)
    (folder / ".venv/.ready").touch()  # newer than what git just wrote
    return folder


def failure(folder):
    """The first command that failed and its output; "" if no command failed."""
    environment = {name: value for name, value in os.environ.items() if name not in ("CI", "MAKEFLAGS", "MAKELEVEL")}
    try:
        for command in commands(free_port()):
            done = subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace")
            if done.returncode:
                return f"{' '.join(command)}\n" + "\n".join(done.stdout.splitlines()[-LAST_LINES:])
    finally:
        subprocess.run(["make", "clean"], cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    return ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--busy", type=int, default=16, help="how many busy processes")
    args = parser.parse_args()
    passed = 0
    with busy(args.busy):
        for number in range(1, args.runs + 1):
            started = time.monotonic()
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                why = failure(cloned(Path(folder) / "clone"))
            passed += not why
            print(f"run {number}: {'failed: ' + why if why else 'passed'} ({time.monotonic() - started:.0f} s)", flush=True)
    print(f"{passed} of {args.runs} passed")
    return passed != args.runs


if __name__ == "__main__":
    sys.exit(main())
