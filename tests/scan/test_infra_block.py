"""The infra: block is the first YAML block of that key in a docstring, and every key has its line in the file."""
import ast

from scan.infra_block import infra_block
from tests.fixtures.cases import cases

QUEUE = {"queue": {"batch": 5}}


def block(source):
    """(block, lines, mistakes) of a module's text."""
    return infra_block(ast.parse(source.encode()), source)


@cases("source, lines", [
    ('"""\ninfra:\n  queue:\n    batch: 5\n"""', [2, 3, 4]),
    ('"""infra:\n  queue:\n    batch: 5\n"""', [1, 2, 3]),
    ('"""Says hello.\n\ninfra:\n  queue:\n    batch: 5\n\nMore words: here.\n  - and a list\n"""', [3, 4, 5]),
    ('"""Says hello.\n\n    infra:\n      queue:\n        batch: 5\n    """', [3, 4, 5]),
    ('# a comment\n\n"""\ninfra:\n  queue:\n    batch: 5\n"""', [4, 5, 6]),
    ('#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n"""Grüße.\n\ninfra:\n  queue:\n    batch: 5\n"""',
     [5, 6, 7]),
    ('"""\ninfra: {queue: {batch: 5}}\n"""', [2, 2, 2]),
    ('"""\ninfra: {\n  queue: {batch: 5}\n}\nend\n"""', [2, 3, 3]),
    ('"""\ninfra:  # the wiring\n  queue:\n# at the margin\n    batch: 5  # five\n\n"""', [2, 3, 5]),
    ('"""\ninfra:\n\n  queue:\n\n    batch: 5\n"""', [2, 4, 6]),
    ('"""\n"infra":\n  \'queue\':\n    "batch": 5\n"""', [2, 3, 4]),
    ('"""About infra: it is below.\n\ninfra:\n  queue:\n    batch: 5\n"""', [3, 4, 5]),
    ('"""\ninfra: see below\n\ninfra:\n  queue:\n    batch: 5\n"""', [4, 5, 6]),
    ('"""\nother:\n  topic: {}\n\ninfra:\n  queue:\n    batch: 5\n"""', [5, 6, 7]),
    ('"""\n```yaml\ninfra:\n  queue:\n    batch: 5\n```\n"""', [3, 4, 5]),
    ('"""\ninfra:\n  queue: &q\n    batch: 5\n"""', [2, 3, 4]),
    ('r"""A \\d raw\\n text.\ninfra:\n  queue:\n    batch: 5\n"""', [2, 3, 4]),
    ('"""\\\nAt once.\ninfra:\n  queue:\n    batch: 5\n"""', [3, 4, 5]),
    ('"""One \\\nline.\n\ninfra:\n  queue:\n    batch: 5\n"""', [4, 5, 6]),
    ('"""Two\\nlines.\ninfra:\n  queue:\n    batch: 5\n"""', [2, 3, 4]),
    ("'''\ninfra:\n  queue:\n    batch: 5\n'''", [2, 3, 4]),
    ('"infra: {queue: {batch: 5}}"', [1, 1, 1]),
])
def test_a_block_is_found_wherever_it_stands(source, lines):
    assert block(source) == (QUEUE, dict(zip(["", "queue", "queue.batch"], lines)), [])


def test_windows_line_ends_are_only_line_ends():
    assert block('"""\r\ninfra:\r\n  queue:\r\n    batch: 5\r\n"""\r\n') == (
        QUEUE, {"": 2, "queue": 3, "queue.batch": 4}, [])


@cases("value", ["", " {}", " null", " ~", " # nothing"])
def test_a_block_may_be_empty(value):
    assert block(f'"""\ninfra:{value}\n\nThe end.\n"""')[::2] == ({}, [])


def test_items_of_lists_have_lines_by_their_index():
    source = '"""\ninfra:\n  events:\n  - name: a\n    source:\n      type: table\n  - name: b\n  layers: [x, y]\n"""'
    assert block(source)[1] == {
        "": 2, "events": 3, "events.0": 4, "events.0.name": 4, "events.0.source": 5,
        "events.0.source.type": 6,
        "events.1": 7, "events.1.name": 7, "layers": 8, "layers.0": 8, "layers.1": 8}


def test_values_are_those_of_yaml():
    source = '"""\ninfra: {a: 1, b: 1.5, c: yes, d: "yes", e: text, f: ~, g: [x], h: 0x10}\n"""'
    assert block(source)[0] == {"a": 1, "b": 1.5, "c": True, "d": "yes", "e": "text", "f": None, "g": ["x"], "h": 16}


def test_an_anchor_may_be_merged_and_written_values_have_precedence():
    source = '"""\ninfra:\n  a: &a {x: 1, y: 2}\n  b:\n    <<: *a\n    y: 3\n"""'
    assert block(source)[::2] == ({"a": {"x": 1, "y": 2}, "b": {"x": 1, "y": 3}}, [])


@cases("source, mistake", [
    ("import os", (1, "no infra: block in the docstring")),
    ("", (1, "no infra: block in the docstring")),
    ('"""Hello."""', (1, "no infra: block in the docstring")),
    ('"""Hello. infra: {}"""', (1, "infra: is inside a line, and is not read")),
    ('"""\nHello, infra:\n  queue: {}\n"""', (2, "infra: is inside a line, and is not read")),
    ('"""Has no infra: it is small."""', (1, "no infra: block in the docstring")),
    ('x = """\ninfra: {}\n"""', (2, "this infra: block is not in the module's docstring")),
    ('f"""\ninfra: {x}\n"""', (2, "this infra: block is not in the module's docstring")),
    ('"""\nHello.\n\nInfra:\n  queue: {}\n"""', (4, "no such key: 'Infra'")),
    ('"""\ninfra: 5\n"""', (2, "infra must be a mapping, not 5")),
    ('"""\ninfra:\n- queue\n"""', (2, "infra must be a mapping, not [queue]")),
    ('"""\ninfra:\n  queue: {}\n\ttopic: {}\n"""', (4, "a tab indents this line")),
    ('"""\ninfra:\n  queue:\n    batch: 1\n    batch: 1\n"""', (5, "duplicate key 'batch'")),
    ('"""\ninfra: {topic: , topic: }\n"""', (2, "duplicate key 'topic'")),
    ('"""\ninfra:\n  a: "^\\\\d$"\n"""', (3, "not YAML: a backslash in double quotes that begins no escape")),
    ('"""\ninfra:\n  a: *b\n"""', (3, "not YAML: text cannot begin with *")),
    ('"""\ninfra:\n  a: * * * * ? *\n"""', (3, "not YAML: text cannot begin with *")),
    ('"""\ninfra:\n  a: {b: */5 * * * ? *, c: 1}\n"""', (3, "not YAML: text cannot begin with *")),
    ('"""\ninfra:\n  a: [*]\n"""', (3, "not YAML: text cannot begin with *")),
    ('"""\ninfra:\n  a: & x\n"""', (3, "not YAML: text cannot begin with &")),
    ('"""\ninfra:\n  a: &a [*a]\n"""', (3, "nested too deeply")),
    ('"""\ninfra:\n  a: !!int x\n"""', (3, "'x' is no int")), ('"""\ninfra:\n  a: !!bool x\n"""', (3, "'x' is no bool")),
    ('"""\ninfra:\n  a: !!float [1]\n"""', (3, "a list or a mapping is read as the tag float")),
    ('"""\ninfra:\n  a: !!str [a]\n"""', (3, "a list or a mapping is read as the tag str")),
    ('"""\ninfra:\n  a: !!map x\n"""', (3, "x is read as the tag map")),
    ('"""\ninfra:\n  a: !!seq x\n"""', (3, "x is read as the tag seq")),
    ('"""\ninfra:\n  ? !!str [a]\n  : 1\n"""', (3, "a key must be text, not a list or a mapping")),
    ('"""\ninfra:\n  a: !!python/object:os.system x\n"""',
     (3, "x is read as the tag python/object:os.system")),
    ('"""\ninfra:\n  a: \\x00\n"""', (3, "not YAML")),
])
def test_a_block_that_cannot_be_used_says_where_and_why(source, mistake):
    value, _lines, mistakes = block(source)
    assert value is None
    assert [(line, message[:len(mistake[1])]) for line, message, _hint in mistakes] == [mistake]


def test_every_duplicate_key_is_reported():
    source = '"""\ninfra:\n  a: {x: 1, x: 2}\n  b: 1\n  b: 2\n"""'
    assert block(source)[2] == [(3, "duplicate key 'x'", "the first is on line 3"),
                                (5, "duplicate key 'b'", "the first is on line 4")]
