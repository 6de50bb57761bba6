"""Blocks that are not read: in another text than the docstring, misplaced, or beside another block."""
import ast
import re

import pytest
import yaml

from kit import yaml_lines
from localcloud.cloudformation import yaml_text
from scan.infra_block import infra_block
from tests.fixtures.cases import cases
from tests.fixtures.documented import blocks_of_docs


def block(docstring):
    """(block, [(line, message)]) of a docstring; its first line is line 1."""
    source = f'"""{docstring}"""'
    value, _lines, mistakes = infra_block(ast.parse(source), source)
    assert all(hint for _line, _message, hint in mistakes)
    return value, [(line, message) for line, message, _hint in mistakes]


@cases("docstring, mistake", [
    ("infra:\n\u00a0\u00a0timer: {rate: 5 minutes}\n",
     (2, "'timer' follows a character that is no space: U+00A0, NO-BREAK SPACE")),
    ("infra:\n  timer:\n\u00a0\u00a0\u00a0\u00a0rate: 5 minutes\n", (3, "'rate' follows a character that is no space")),
    ("infra:\n\u3000timer: {}\n", (2, "'timer' follows a character that is no space: U+3000")),
    ("infra:\n\u200btimer: {}\n", (2, "'timer' is outside the infra: block")),
    ("infra:\n\ttimer: {}\n", (2, "a tab indents this line")),
    ("    infra:\n\t  timer: {}\n", (2, "'timer' is outside the infra: block")),
    ("infra:\ntimer:\n  rate: 5 minutes\n", (2, "'timer' is outside the infra: block, and is not read")),
    ("infra:\n\ntimer:\n  rate: 5 minutes\n", (3, "'timer' is outside the infra: block")),
    ("infra: {}\n\nHello.\n\n  queue:\n    batch: 5\n", (5, "'queue' is outside the infra: block")),
    ("  infra:\n    queue: {}\n  timeout: 30\n", (3, "'timeout' is outside the infra: block")),
    ("  infra:\n    queue: {}\nlayers: [a]\n", (3, "'layers' is outside the infra: block")),
    ("size: large\ninfra:\n  queue: {}\n", (1, "'size' is outside the infra: block")),
    ("infra:\n  queue: {}\ntimout: 30\n", None),
    ("infra:\n  queue: {}\ntimerr:\n  rate: 5 minutes\n", (3, "'timerr' is beside infra:, and is not read")),
    ("infra:\n  queue: {}\n\ninfra:\n  topic: {}\n", (4, "a second block, 'infra', that is not read")),
    ("infra:\n  queue: {}\n\n  infra: {topic: {}}\n", (4, "'infra' stands")),
    ("infra: {}\n\nInfra:\n  topic: {}\n", (3, "a second block, 'Infra', that is not read")),
    ("INFRA:\n  queue: {}\ninfra:\n  topic: {}\n", (1, "a second block, 'INFRA', that is not read")),
    ("infra: {}\n\n\"infra\" : {topic: {}}\n", (3, "a second block, 'infra', that is not read")),
    ("INFRA: {}\n", (1, "no such key: 'INFRA'")),
    ("infra:{}\n", (1, "infra is not read as a key")),
    ("infra:\u00a0{}\n", (1, "infra is not read as a key")),
    ("infra:\n  queue: {}\u2028  topic: {}\n", (2, "a line break that is not shown as one: U+2028, LINE SEPARATOR")),
])
def test_a_block_that_is_not_read_is_an_error_with_its_line(docstring, mistake):
    value, mistakes = block(docstring)
    if mistake is None or "'infra' stands" in mistake[1]:  # a sentence as far as anybody can tell; or infra's own field
        return
    assert value is None
    assert [(line, message[:len(mistake[1])]) for line, message in mistakes] == [mistake]


@cases("docstring", [
    "Hello.\n\ninfra: {}\n", "infra: {}\n\nMore words: here.\n", "infra: {}\n\nqueue: what customers send\n",
    "About infra: it is below.\n\ninfra: {}\n", "infra: see below\n\ninfra: {}\n", "infra :\n  {}\n",
    "other:\n  topic: {}\n\ninfra: {}\n", "infra: {}\n\nReturns:\n  a dict\n", "infra: {}\nReturns: a dict\n",
    "```yaml\ninfra: {}\n```\nsize: as large as it takes\n", "infra: {}\n\nEvents:\n  OrderPaid: an order\n"])
def test_text_about_infra_may_be_anywhere_in_a_docstring(docstring):
    assert block(docstring) == ({}, [])


@cases("text, line, key, quoted", [
    ("endpoint: {api: public, path: /items/{id}}", 1, "path", 'path: "/items/{id}"'),
    ("endpoint: {api: public,\n           path: /items/{id}}", 2, "path", 'path: "/items/{id}"'),
    ("endpoint: {path: /items/{id}/{part}, api: public}", 1, "path", 'path: "/items/{id}/{part}"'),
    ("endpoint: {path: /items/{id}, api: public}\nsize: large", 1, "path", 'path: "/items/{id}"'),
    ("path: {id}/x", 1, "path", 'path: "{id}/x"'), ("a:\n  b: [x]y\n  c: d", 2, "b", 'b: "[x]y"'),
    ("schema: {pattern: ^[a-z]+$}", 1, "pattern", 'pattern: "^[a-z]+$"'), ("a: [b[0], c]", 1, "text", '"b[0]"'),
    ("a: [/x/{id}]", 1, "text", '"/x/{id}"'), ("a:\n- {x: b{c}}", 2, "x", 'x: "b{c}"')])
def test_a_bracket_in_the_midst_of_a_text_wants_quotes(text, line, key, quoted):
    value, _lines, [(at, message, hint)] = yaml_lines.file_document(text)
    bracket = "[" if "[" in quoted else "{"
    assert (value, at, message, hint) == (None, line, f"not YAML: {key} must be quoted, as it holds {bracket}", quoted)


@cases("text, message", [
    ("a: {b: c}}", "} closes no bracket here"), ("a: {b: x]}", "] closes no bracket here"), ("a: [b", "a bracket that is not closed"),
    ("a: {b: c\nd: e", "a bracket that is not closed"), ("a: {b: c: d}", "a ': ' where none can be"),
    ("a: 'x'y", "text after a closing quote"), ('a: {b: "x"y}', "text after a closing quote")])
def test_other_brackets_and_quotes_have_no_such_hint(text, message):
    assert [each[:2] for each in yaml_lines.file_document(text)[2]] == [(1, f"not YAML: {message}")]


@pytest.mark.parametrize("text", [
    "a: &a0 [x]\n" + "".join(f"k{i}: &a{i + 1} [{','.join([f'*a{i}'] * 10)}]\n" for i in range(9)),
    "a: &a0 {x: 1}\n" + "".join(f"k{i}: &a{i + 1} {{b: *a{i}, c: *a{i}, d: *a{i}, e: *a{i}}}\n" for i in range(30))])
def test_aliases_that_double_each_other_are_a_problem(text):
    ((line, message, _hint),) = yaml_lines.file_document(text)[2]
    assert message == "more than 20,000 values" and line < 40


def test_merges_that_double_each_other_cost_nothing():
    text = "a: &a0 {x: 1}\n" + "".join(f"k{i}: &a{i + 1} {{<<: [{','.join([f'*a{i}'] * 10)}]}}\n" for i in range(9))
    assert yaml_lines.file_document(text)[0]["k8"] == {"x": 1}


@cases("text, line, character", [
    ("a: b\n\u2028c: d", 2, "U+2028"), ("a: b\rc: d", 1, "U+000D"), ("a: b\nc: \x85", 2, "U+0085"), ("a: \u2029", 1, "U+2029"),
    ("a: b\nb: \x00", 2, "U+0000"), ("a: b\n\nb: \ud800", 3, "U+D800"), ("é: \ufffe", 1, "U+FFFE")])
def test_characters_that_yaml_reads_as_something_else_are_reported(text, line, character):
    value, _lines, [(at, message, _hint)] = yaml_lines.file_document(text)
    assert value is None and at == line and character in message


def test_the_repository_has_blocks_to_read():
    assert len([*blocks_of_docs()]) > 10


@cases("place, text", blocks_of_docs)
def test_every_yaml_block_of_docs_is_yaml(place, text):
    documents = re.split(r"^\.\.\.$|^---$", text, flags=re.M)
    for each in documents:
        assert yaml_lines.file_document(each, functions=True)[2] == [], each
        yaml.load(each, yaml_text.Loader)


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


SECOND = '"""infra: {}"""\n'
TIMER_BLOCK = "infra:\n  timer: {rate: 1 hour}\n"


@cases("source, line", [
    (f'{SECOND}"""{TIMER_BLOCK}"""\n', 2),
    (f"{SECOND}import os\n\n'''\n{TIMER_BLOCK}'''\n", 5),
    (f'{SECOND}def handler(event, context):\n    """Says hello.\n\n    infra:\n      queue: {{}}\n    """\n', 5),
    (f'{SECOND}class A:\n    """infra: {{queue: {{}}}}"""\n', 3),
    (f'{SECOND}f"""{TIMER_BLOCK}"""\n', 2),
    (f'{SECOND}b"""{TIMER_BLOCK}"""\n', 2),
])
def test_a_second_text_with_a_block_is_an_error_with_its_line(source, line):
    block, _lines, mistakes = infra_block(ast.parse(source), source)
    assert block is None
    assert [mistake[:2] for mistake in mistakes] == [(line, "this infra: block is not in the module's docstring, and is not read")]


@cases("more", [
    f"TEMPLATE = '''{TIMER_BLOCK}'''\n", f"print('''{TIMER_BLOCK}''')\n", '"""infra: see above"""\n', '"""infra: {}"""\n', '"""infra:\n  other: words\n"""\n',
    "'infra'\n", '"""The infra block stands above:\ntimer: hourly\n"""\n'])
def test_a_text_of_the_code_and_a_sentence_are_no_blocks(more):
    assert infra_block(ast.parse(SECOND + more), SECOND + more)[::2] == ({}, [])


@pytest.mark.parametrize("source, line", [(f'b"""{TIMER_BLOCK}"""\n', 1), (f'"""Hello."""\nb"""{TIMER_BLOCK}"""\n', 2)])
def test_a_block_in_bytes_is_not_read(source, line):
    [(number, message, _hint)] = infra_block(ast.parse(source), source)[2]
    assert (number, message) == (line, "this infra: block is not in the module's docstring, and is not read")
