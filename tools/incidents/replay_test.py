"""A test that replays the event of a failure, added to the test.py of its lambda."""
import ast
import pprint
import re
from pathlib import Path

from incidents.failures import Failure
from kit import files
from kit.problems import problem

WIDTH = 110
LARGEST = 200_000  # characters of a test's event
CONTROL = re.compile(r"[\x00-\x1f\x7f]")  # Python refuses some of these characters, in a comment too


def add(failure: Failure, index: str, event, stage: str) -> str:
    """Appends the test of a failure to test.py beside index.py (a path). -> the test's name

    Raises Problems if the file is no Python, or the event is too large for a test.
    """
    path = Path(index).with_name("test.py")
    before = files.read_text(path) if path.exists() else ""
    name = f"test_request_{failure.request_id[:8]}"
    if name in defined(path, before):
        return name
    text = source(failure, name, event, stage)
    if len(text) > LARGEST:
        raise problem("", 0, f"the event has {len(text):,} characters: too many for a test",
                      "write a test with a smaller one, that has the fields the handler reads")
    head = before if before.strip() else f'"""Tests of {failure.name}."""\n'
    newline = "" if head.endswith("\n") else "\n"
    files.write_bytes(path, f"{head}{newline}\n\n{text}".encode())
    return name


def defined(path: Path, text: str) -> set[str]:
    """The names of the functions in a test file. Raises Problems if it is no Python."""
    try:
        return {node.name for node in ast.parse(text).body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}
    except SyntaxError as error:
        raise problem(path, error.lineno or 0, f"no Python: {error.msg}", "correct it, then the test can be added")


def source(failure: Failure, name: str, event, stage: str) -> str:
    """The text of the test: it fails while the handler does."""
    literal = pprint.pformat(event, width=WIDTH, sort_dicts=False).replace("\n", "\n    ")
    error = CONTROL.sub("?", f"{failure.type}: {failure.message}".splitlines()[0])
    error = error.encode("ascii", "backslashreplace").decode()
    comment = f"# {error[:WIDTH]}" + (f" ({failure.at})" if failure.at else "") + f", in stage {stage}."
    return f"def {name}(call):\n    {comment}\n    event = {literal}\n    call(event)\n"
