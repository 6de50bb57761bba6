#!/usr/bin/env python3
"""Makes .venv from requirements.txt.

    python3 tools/create_environment.py requirements.txt .venv

It runs before anything is installed, and on whatever Python the machine calls python3: so it imports
nothing of ours, holds nothing that an old Python cannot read, and hands over to a newer one if there is any.
"""
import glob
import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
NEWEST_FIRST = ["python3.14", "python3.13", "python3.12", "python3.11"]
STAMP = ".ready"  # written last: an environment without it was interrupted


def newer_python():
    """The path of a Python that will do, or None."""
    return next((path for path in map(shutil.which, NEWEST_FIRST) if path), None)


def create(requirements, folder):
    """Makes the environment, or brings one that was finished up to date. Raises CalledProcessError."""
    stamp, python = os.path.join(folder, STAMP), os.path.join(folder, "bin", "python")
    if not (os.path.exists(stamp) and os.path.exists(python)):
        subprocess.check_call([sys.executable, "-m", "venv", "--clear", folder])
    else:
        os.remove(stamp)
    pip = [python, "-B", "-m", "pip", "--disable-pip-version-check"]
    subprocess.check_call(pip + ["install", "-q", "--no-compile", "-r", requirements])
    # setuptools comes along with old versions of venv, is used by nobody here, and is large.
    subprocess.call(pip + ["uninstall", "-q", "-y", "setuptools"], stderr=subprocess.DEVNULL)
    remove_tests(folder)
    open(stamp, "w").close()


def remove_tests(folder):
    """Removes the tests of cfn-lint's algebra libraries, 14 MB that nobody here runs."""
    for package in ("sympy", "networkx"):
        inside = os.path.join(folder, "lib", "python*", "site-packages", package, "**", "tests")
        for tests in glob.glob(inside, recursive=True):
            shutil.rmtree(tests, ignore_errors=True)


def main(argv):
    requirements, folder = argv
    if sys.version_info < OLDEST:
        better = newer_python()
        if better:
            return subprocess.call([better, __file__, requirements, folder])
        sys.stderr.write("Python %d.%d is too old: %s\n" % (tuple(sys.version_info[:2]) + (sys.executable,)))
        sys.stderr.write("  hint: install Python 3.11 or newer, or say python=/path/to/it\n")
        return 1
    sys.stderr.write("making %s from %s, about a minute\n" % (folder, requirements))
    try:
        create(requirements, folder)
    except subprocess.CalledProcessError as error:
        sys.stderr.write("%s could not be made\n  hint: see above; is the network up?\n" % folder)
        return error.returncode or 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
