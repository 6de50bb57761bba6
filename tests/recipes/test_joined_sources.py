"""Modules that one inline function joins have one namespace: a name that two of them define would have one value."""
import ast
from collections import Counter
from pathlib import Path

from recipes import code

FOLDER = Path(code.__file__).parent


def defined(text):
    """The names that the top level of a module binds, each as often as it does; imports bind equal values."""
    nodes = [node for statement in ast.parse(text).body for node in (
        [statement.name] if isinstance(statement, ast.FunctionDef | ast.ClassDef) else
        [name.id for name in ast.walk(statement) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)]
        if isinstance(statement, ast.Assign | ast.AnnAssign) else [])]
    return Counter(nodes)


def test_joined_modules_define_no_name_twice():
    names = [path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__"]
    twice = {name: {word for word, number in defined(code.source(name)).items() if number > 1} - {"handler"}
             for name in names}
    assert {name: words for name, words in twice.items() if words} == {}


def test_the_message_of_an_inline_function_has_the_whole_reason(monkeypatch):
    monkeypatch.setenv("PACKAGE", "lambdas")
    joined = {"__name__": "index"}
    exec(code.source("alerts"), joined)  # as Lambda runs it
    line = "RequestId: 3ad2a145-bdc8-4e31-9765-c584c6a72e16 Error: Runtime exited with error: exit status 3"
    assert joined["parsed"](line)["text"] == line
