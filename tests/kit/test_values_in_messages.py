"""A value in a message stands as YAML has it, and text that was read as a mapping gets the hint that quotes mend it."""
import ast

from kit import schema
from scan import infra_block
from tests.fixtures.cases import cases

TEXT = {"type": "string", "examples": ["/orders/{id}"]}


@cases("value, shown", [
    ({"id": None}, "{id}"), ({"a": {"b": True}}, "{a: {b: true}}"), (["a", None, False, 1.5], "[a, null, false, 1.5]"),
    ({}, "{}"), ([], "[]"), ({"a": "b: c"}, "{a: 'b: c'}"), ({"a": ""}, "{a: ''}"), ("a", "'a'"), (None, "nothing"),
    ({"a": "x" * 40}, "a mapping"),
])
def test_a_value_is_shown_as_yaml_and_not_as_python(value, shown):
    assert schema.shown(value) == shown


@cases("value, hint", [
    ({"id": None}, "in quotes it is text: path: \"{id}\""),
    ({"id": None, "b": None}, "in quotes it is text: path: \"{id, b}\""),
    ({"id": 1}, "e.g. /orders/{id}"),
    (["id"], "e.g. /orders/{id}"),
    ({}, "e.g. /orders/{id}"),
])
def test_text_in_braces_is_to_be_quoted(value, hint):
    assert schema.problems(TEXT, value, "endpoint.path") == [
        ("endpoint.path", f"endpoint.path must be text, not {schema.shown(value)}", hint)]


def test_an_infra_block_that_is_a_list_is_shown_as_yaml():
    source = '"""\ninfra: [a, true]\n"""\n'
    assert infra_block.infra_block(ast.parse(source), source)[2][0][1] == "infra must be a mapping, not [a, true]"
