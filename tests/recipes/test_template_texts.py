"""Templates are sent as ASCII, a body schema holds for every content type, and modules joined in one function share names."""
import ast
import json
from collections import Counter
from pathlib import Path

import pytest

from aws import cfn
from localcloud.api import validation
from localcloud.api.definition import _validators
from localcloud.api.gateway_responses import Refusal
from recipes import api, code, limits
from tests.fixtures.cases import cases

APP = {"name": "demo", "settings": {"stacks": 1}, "lambdas": {}, "state": {}}
ENDPOINT = {"api": "public", "method": "POST", "path": "/orders", "parameters": [], "key": False,
            "schema": {"type": "object", "required": ["sku"]}}


@pytest.mark.parametrize("template", [
    {"a": "grüße", "b": ["\u2028", "💥"], "ü": {"x": 1.5, "y": None, "z": True}}, {"b": 1, "a": "plain"}, {}])
def test_a_template_is_sent_as_ascii(template):
    sent = cfn.text(template)
    assert sent.isascii() and json.loads(sent) == template
    assert cfn.text(dict(reversed(template.items()))) == sent


def test_its_size_is_that_of_what_is_sent():
    almost = {"Resources": {}, "Description": "ü" * (limits.LARGEST_TEMPLATE // 5)}
    assert len(json.dumps(almost, ensure_ascii=False).encode()) < limits.LARGEST_TEMPLATE
    assert [each.endswith("1,000,000") for each in limits.excesses({"": almost}, 1)] == [True]


class Request:
    """A request of a content type with a body."""

    method, path = "POST", "/orders"

    def __init__(self, kind, body):
        self.kind, self.body = kind, body

    def header(self, _name):
        """The only header."""
        return self.kind


@cases("kind", ["application/json", "text/plain", "application/x-www-form-urlencoded", "", None,
                "application/json; charset=utf-8", "Text/Plain;x=y"])
@cases("body, is_right", [(b'{"sku": 1}', True), (b"{}", False), (b"sku=1", False), (b"", False)])
def test_a_body_fits_its_schema_whatever_its_content_type(kind, body, is_right):
    operation = api.operation({**APP, "lambdas": {"orders": {}}}, "orders", ENDPOINT, "OrdersBody")
    assert operation["consumes"] == ["application/json", "$default"]
    whole = {"definitions": {"OrdersBody": ENDPOINT["schema"]}}
    route = {"models": _validators(whole, operation["parameters"], operation, "POST /orders")}
    try:
        validation.refuse_invalid_body(route, Request(kind, body))
    except Refusal:
        assert not is_right
    else:
        assert is_right


def test_a_definition_without_a_default_lets_other_content_types_pass():
    route = {"models": _validators({}, [{"in": "body", "schema": ENDPOINT["schema"]}], {}, "POST /orders")}
    validation.refuse_invalid_body(route, Request("text/plain", b"anything"))


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
