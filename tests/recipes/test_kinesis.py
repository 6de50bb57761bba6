"""The trigger kinesis: its mapping, its filters, the streams of app.yaml, and what AWS refuses."""
import pytest

from kit import settings
from kit.problems import Problems
from recipes import template
from tests.fixtures.cases import cases
from tests.fixtures.recipe_apps import block_problems
from tests.update_golden import golden_app


@cases("block, key, message, hint", [
    ({}, "kinesis", "kinesis needs 'stream'", "DEMO_CLICKS_STREAM"),
    ({"stream": "Demo"}, "kinesis.stream", "kinesis.stream cannot be 'Demo'", "lower-case"),
    ({"stream": "demo", "batch": 10001}, "kinesis.batch", "at most 10000", "records"),
    ({"stream": "demo", "window": 301}, "kinesis.window", "at most 300", "seconds"),
    ({"stream": "demo", "start": "yesterday"}, "kinesis.start", "'yesterday'", "trim_horizon"),
    ({"stream": "demo", "start": "2026-02-30T08:00:00Z"}, "kinesis.start", "2026-02-30T08:00:00Z is no time", "UTC"),
    ({"stream": "demo", "age": 59}, "kinesis.age", "at least 60", "seconds"),
    ({"stream": "demo", "parallel": 11}, "kinesis.parallel", "at most 10", "shard"),
    ({"stream": "demo", "table": "demo"}, "kinesis.table", "no field 'table'", ""),
    ({"stream": "demo", "filter": {}}, "kinesis.filter", "a filter that is blank", "fields"),
    ({"stream": "demo", "filter": {"data": {"kind": ["a"]}}}, "kinesis.filter.data", "without `data`", "{kind: [a]}"),
    ({"stream": "demo", "filter": [{"kind": ["a"]}, {"kind": "b"}]}, "kinesis.filter.1.kind", "must be an object or an array", "[b]"),
])
def test_what_aws_refuses_is_refused_here(block, key, message, hint):
    found = block_problems({"kinesis": block})
    assert [fault[0] for fault in found] == [key]
    assert message in found[0][1] and hint in found[0][2]


@pytest.mark.parametrize("start", ["latest", "trim_horizon", "2026-03-01T08:00:00Z"])
def test_every_start_is_accepted(start):
    assert block_problems({"kinesis": {"stream": "demo", "start": start, "filter": {"kind": [{"prefix": "b"}]}}}) == []


@cases("text, message", [
    ("{shards: 0}", "streams.demo.shards"), ("{shards: many}", "streams.demo.shards"), ("{keep: 366}", "at most 365"),
    ("{keep: 0}", "at least 1"), ("{kep: 2}", "did you mean 'keep'?")])
def test_a_stream_of_app_yaml_that_kinesis_refuses_is_a_problem(text, message):
    with pytest.raises(Problems) as raised:
        settings.settings("app.yaml", f"name: demo\nstreams:\n  demo: {text}\n")
    assert str(raised.value).startswith("app.yaml:3:") and message in str(raised.value)


def test_a_stream_of_another_app_is_a_problem():
    with pytest.raises(Problems, match="streams.shop: no variable names a stream 'shop' of this app"):
        settings.settings("app.yaml", "name: demo\nstreams:\n  shop: {shards: 2}\n")


def test_the_address_of_a_stream_is_the_line_that_names_it():
    addresses = template.addresses(golden_app("kinesis"))
    assert addresses["DemoLogsDataStream"] == ("lambdas/click/index.py", 16)
    assert addresses["DemoDataStream"] == ("lambdas/click/index.py", 4)
