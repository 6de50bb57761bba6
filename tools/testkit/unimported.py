"""What is wrong with a test file that cannot be imported, in place of pytest's own traceback."""
import os
import re

from kit.problems import Problem

MISSING = re.compile(r"No module named '(\w+)'")
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
    if "index.py:" in text and "KeyError: " in text:
        return FIXTURE
    missing = MISSING.search(text)
    if missing and path.with_name(f"{missing[1]}.py").exists():
        return "use the fixture `index`, or `call(event)`: the folder of a lambda is not on sys.path" \
            if missing[1] == "index" else f"from {'.'.join(path.parent.relative_to(root).parts)} import {missing[1]}"
    return ""
