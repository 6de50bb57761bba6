"""What was accepted and is invalid on AWS: told where it is written."""
import types

import pytest

from aws.events import schedules
from kit import draft4, schema
from push.layers import layer_files
from recipes import INFRA, endpoint, layer, limits, timer
from tests.fixtures.cases import cases

FN = {"name": "orders", "path": "lambdas/orders/index.py", "lines": {"permissions.0": 4, "permissions.0.resource": 6}, "env": []}


@cases("resource, told", [
    ("arn:aws:s3:::${Bucket}/*", "the template has no ${Bucket}"), ("${DemoTabel.Arn}", "the template has no ${DemoTabel.Arn}"),
    ("arn:aws:s3:::${AWS::Acount}", "the template has no ${AWS::Acount}"), ("arn:aws:s3:::${!Literal}/*", None),
    ("arn:aws:ses:${AWS::Region}:${AWS::AccountId}:identity/x-${Stage}", None), ("${DemoTable.Arn}", None), ("*", None), (None, None)])
def test_a_resource_names_only_what_there_is(resource, told):
    app = {"name": "demo", "settings": {"stacks": 1}, "state": {}, "lambdas": {"orders": {
        **FN, "infra": {"permissions": [{"action": ["s3:GetObject"], "resource": resource}], "layers": []}}}}

    class Made:
        """A part with one resource."""

        resources = {"DemoTable": {}}
    assert [(each.path, each.line, each.message) for each in limits.reference_problems(app, [Made])] == (
        [(FN["path"], 6, told)] if told else [])


@pytest.mark.parametrize("reference", ["${DEMO_TABLE.Arn}", "${demo_table}", "${DemoTabel.Arn}"])
def test_the_hint_for_a_variable_is_the_resource_that_it_names(reference):
    app = {"settings": {"stacks": 1}, "state": {}, "lambdas": {"orders": {
        **FN, "infra": {"permissions": [{"action": ["s3:GetObject"], "resource": reference}], "layers": []}}}}
    part = types.SimpleNamespace(resources={"DemoTable": {}, "DemoTableMapping": {}})
    assert [each.hint for each in limits.reference_problems(app, [part])] == ["did you mean 'DemoTable'?"]


@pytest.mark.parametrize("cron", ["0 9 ? * MON-FRI *\n", "0  9 ? *\tMON-FRI *", " 0 9 ? * MON-FRI * "])
def test_the_fields_of_a_cron_are_one_space_apart(cron):
    assert timer.normal({"cron": cron, "body": {}}) == {"cron": "0 9 ? * MON-FRI *", "body": {}}
    assert timer.normal({"rate": "1 hour", "body": {}}) == {"rate": "1 hour", "body": {}}


@pytest.mark.parametrize("text", ["1٣ minutes", "١ minute", "5 minutes\n"])
def test_a_rate_has_plain_digits(text):
    assert timer.rate_problem(text) == f"{text!r} is not a number and a unit"


@pytest.mark.parametrize("text", ["٣ 9 ? * * *", "0 9/١ ? * * *", "0 9 ١W * ? *"])
def test_a_cron_has_plain_digits(text):
    assert schedules.cron_problem(text)


@cases("inner, key, words", [
    ({"required": ["a", "a"]}, "s.required", "holds 'a' twice"), ({"enum": [1, 1]}, "s.enum", "holds 1 twice"),
    ({"type": ["string", "string"]}, "s.type", "holds 'string' twice"), ({"pattern": "("}, "s.pattern", "is not a regular expression"),
    ({"pattern": "(?P<y>a)"}, "s.pattern", "is not a regular expression"), ({"pattern": "[z-a]"}, "s.pattern", "is not a regular"),
    ({"properties": {"a": {"items": {"pattern": "*"}}}}, "s.properties.a.items.pattern", "is not a regular expression"),
    ({"patternProperties": {"(": {}}}, "s.patternProperties", "is not a regular expression"),
    ({"anyOf": [{"required": ["b", "b"]}]}, "s.anyOf.0.required", "holds 'b' twice")])
def test_a_schema_that_api_gateway_would_refuse(inner, key, words):
    ((place, message, hint),) = draft4.problems(inner, "s")
    assert place == key and words in message and hint


@cases("inner", [
    {"pattern": "\\p{L}+"}, {"pattern": "^[a-z]{2,3}$"}, {"pattern": "(?<year>\\d{4})"}, {"pattern": "(?<=a)b"}, {"enum": [True, 1, "1"]},
    {"enum": [{"required": ["a", "a"]}]}, {"required": ["a", "b"]}, {"pattern": "\\Qa.b\\E"}])
def test_a_schema_that_it_takes(inner):
    assert draft4.problems(inner, "s") == []


def test_a_layers_name_is_no_longer_than_aws_takes_with_the_apps():
    assert list(schema.problems(layer.SCHEMA, ["x" * 100], "layers")) == [] and layer_files.NAME.fullmatch("x" * 100)
    assert list(schema.problems(INFRA, {"layers": ["x" * 101]})) and not layer_files.NAME.fullmatch("x" * 101)


@cases("inner, key, words", [
    ({"multipleOf": 0}, "s.multipleOf", "must be more than 0"), ({"multipleOf": -2}, "s.multipleOf", "must be more than 0"),
    ({"dependencies": {"a": []}}, "s.dependencies.a", "at least 1 item"), ({"dependencies": {"a": 5}}, "s.dependencies.a", "must be a mapping or a list"),
    ({"dependencies": {"a": {"type": "strin"}}}, "s.dependencies.a.type", "must be one of"), ({"dependencies": []}, "s.dependencies", "must be a mapping"),
    ({"dependencies": {"a": ["b", "b"]}}, "s.dependencies.a", "holds 'b' twice"), ({"enum": [1, 1.0]}, "s.enum", "holds 1.0 twice"),
    ({"enum": [{"a": 1}, {"a": 1.0}]}, "s.enum", "twice"), ({"properties": {"p": {"multipleOf": 0}}}, "s.properties.p.multipleOf", "more than 0")])
def test_a_schema_that_draft_4_itself_refuses(inner, key, words):
    assert [(place, words in message) for place, message, _hint in draft4.problems(inner, "s")] == [(key, True)]


@cases("inner", [{"multipleOf": 0.01}, {"dependencies": {"a": ["b"], "c": {"required": ["d"]}}}, {"enum": [0, False, "0", None]},
                                   {"enum": [[1], [1, 1], {"a": [True]}, {"a": [1]}]}, {"properties": {"dependencies": {"type": "string"}}}])
def test_a_schema_of_draft_4(inner):
    assert draft4.problems(inner, "s") == []


def test_a_model_of_api_gateway_has_400_kilobytes():
    def problems(size):
        schema_ = {"type": "object", "description": "é" * (size // 2)}
        block = {"api": "public", "method": "POST", "path": "/x", "schema": schema_}
        return [(key, message) for key, message, _hint in endpoint.problems(block)]
    assert problems(400 * 1024 - 40) == []
    assert problems(400 * 1024) == [("schema", "the schema has 409,634 bytes, and API Gateway takes 409,600")]
