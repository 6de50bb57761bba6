"""A block in another text than the docstring is not read, and told so: also beside a docstring with a block."""
import ast

import pytest

from scan.infra_block import infra_block
from tests.fixtures.cases import cases

SECOND = '"""infra: {}"""\n'
BLOCK = "infra:\n  timer: {rate: 1 hour}\n"


@cases("source, line", [
    (f'{SECOND}"""{BLOCK}"""\n', 2),
    (f"{SECOND}import os\n\n'''\n{BLOCK}'''\n", 5),
    (f'{SECOND}def handler(event, context):\n    """Says hello.\n\n    infra:\n      queue: {{}}\n    """\n', 5),
    (f'{SECOND}class A:\n    """infra: {{queue: {{}}}}"""\n', 3),
    (f'{SECOND}f"""{BLOCK}"""\n', 2),
    (f'{SECOND}b"""{BLOCK}"""\n', 2),
])
def test_a_second_text_with_a_block_is_an_error_with_its_line(source, line):
    block, _lines, mistakes = infra_block(ast.parse(source), source)
    assert block is None
    assert [mistake[:2] for mistake in mistakes] == [(line, "this infra: block is not in the module's docstring, and is not read")]


@cases("more", [
    f"TEMPLATE = '''{BLOCK}'''\n", f"print('''{BLOCK}''')\n", '"""infra: see above"""\n', '"""infra: {}"""\n', '"""infra:\n  other: words\n"""\n',
    "'infra'\n", '"""The infra block stands above:\ntimer: hourly\n"""\n'])
def test_a_text_of_the_code_and_a_sentence_are_no_blocks(more):
    assert infra_block(ast.parse(SECOND + more), SECOND + more)[::2] == ({}, [])


@pytest.mark.parametrize("source, line", [(f'b"""{BLOCK}"""\n', 1), (f'"""Hello."""\nb"""{BLOCK}"""\n', 2)])
def test_a_block_in_bytes_is_not_read(source, line):
    [(number, message, _hint)] = infra_block(ast.parse(source), source)[2]
    assert (number, message) == (line, "this infra: block is not in the module's docstring, and is not read")
