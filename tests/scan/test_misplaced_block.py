"""An infra: block in a text that is not the module's docstring: told where it stands, and why it is not read."""
import ast

import pytest

from scan.infra_block import infra_block
from tests.fixtures.cases import cases

BLOCK = '"""Does.\n\ninfra:\n  queue: {}\n"""\n'
MESSAGE = "this infra: block is not in the module's docstring, and is not read"


@cases("source, line, hint", [
    ("import os\n" + BLOCK, 4, "the docstring must come first: move it above line 1"),
    ("# words\n\nimport os\n\n" + BLOCK, 7, "the docstring must come first: move it above line 3"),
    ('"""Does."""\n' + BLOCK, 4, "the docstring is the one of line 1: move the block into it"),
    ('f"""Does.\n\ninfra:\n  queue: {{}}\n"""\n', 3, "an f-string is no docstring: take the f away"),
    ("def handler(event, context):\n    " + BLOCK, 4, "the docstring must come first: move it above line 1"),
    ("TEXT = " + BLOCK, 3, "the docstring must come first: move it above line 1"),
])
def test_a_block_elsewhere_is_reported(source, line, hint):
    value, _lines, mistakes = infra_block(ast.parse(source), source)
    assert (value, mistakes) == (None, [(line, MESSAGE, hint)])


@pytest.mark.parametrize("source", ["import os\n", 'import os\nTEXT = "infra: of the app"\n', '"""Does."""\nX = b"infra"\n'])
def test_without_any_block_the_docstring_lacks_it(source):
    assert infra_block(ast.parse(source), source)[2][0][:2] == (1, "no infra: block in the docstring")
