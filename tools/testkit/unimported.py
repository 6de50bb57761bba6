"""What is wrong with a test file that cannot be imported, in place of pytest's own traceback; names that only a newer
Python has."""
import os
import re
import sys

from kit.problems import Problem

MISSING = re.compile(r"No module named '(\w+)'")
ABSENT = (re.compile(r"module '(?P<module>[\w.]+)' has no attribute '(?P<name>\w+)'"),
          re.compile(r"cannot import name '(?P<name>\w+)' from '(?P<module>[\w.]+)'"),
          re.compile(r"name '(?P<name>\w+)' is not defined"))
FIXTURE = "use the fixture `index` in place of the import: the variables of a deployment are set in tests only"


def syntax_problem(error, root):
    """The text of a Problem at the line that is no Python; "" of another error.

    error  what pytest raises, with the error of the file as its cause
    root   the project's folder
    """
    error = getattr(error, "__cause__", None) or error
    if not isinstance(error, SyntaxError) or not error.filename:
        return ""
    path = os.path.relpath(error.filename, root)
    return str(Problem(path, error.lineno or 0, f"not Python: {error.msg}", "the tests of this file did not run"))


def hint(text, path, root):
    """What to do about an error of the code at the top of a test file, or "".

    text  the error, as pytest prints it
    path  the test file, a Path; root: the project's folder
    """
    if newer := newer_python(text):
        return newer
    if "index.py:" in text and "KeyError: " in text:
        return FIXTURE
    missing = MISSING.search(text)
    if missing and path.with_name(f"{missing[1]}.py").exists():
        return "use the fixture `index`, or `call(event)`: the folder of a lambda is not on sys.path" \
            if missing[1] == "index" else f"from {'.'.join(path.parent.relative_to(root).parts)} import {missing[1]}"
    return ""


def newer_python(text, minor=sys.version_info[1]):
    """What to do about the error of a name that a newer Python than 3.`minor`, that of the tests, has; "" of others."""
    for match in filter(None, (pattern.search(text) for pattern in ABSENT)):
        from checks import python_versions  # a second, and few failures need it
        name = ".".join([match.groupdict().get("module") or "builtins", match["name"]])
        since = python_versions.SINCE.get(name, 0)
        if since > minor:
            return f"Python 3.{since} added {name}, and the tests run with Python 3.{minor}: `make clean all=1`, " \
                   f"then `make local python=python3.{since}`"
    return ""


def add_hint(error):
    """Adds the hint of newer_python() to an exception of a test, or to its cause's: pytest prints it below."""
    text = f"{error}\n{error.__cause__ or ''}"
    if isinstance(error, Exception) and (newer := newer_python(text)):
        error.add_note(f"hint: {newer}")
