"""The triggers stream and kinesis: their mappings, their filters, and what Lambda refuses."""
import pytest

from kit import settings
from kit.problems import Problems
from recipes import stream, template
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of
from tests.fixtures.recipe_apps import block_problems
from tests.update_golden import golden_app


@cases("block, key, message, hint", [
    ({}, "stream", "stream needs 'table'", "DEMO_TABLE"),
    ({"table": "Demo"}, "stream.table", "stream.table cannot be 'Demo'", "lower-case"),
    ({"table": "demo", "batch": 0}, "stream.batch", "at least 1", "records"),
    ({"table": "demo", "batch": 10001}, "stream.batch", "at most 10000", "records"),
    ({"table": "demo", "window": 301}, "stream.window", "at most 300", "seconds"),
    ({"table": "demo", "start": "LATEST"}, "stream.start", "one of latest, trim_horizon", "mean 'latest'"),
    ({"table": "demo", "parallel": 11}, "stream.parallel", "at most 10", "shard"),
    ({"table": "demo", "tries": 0}, "stream.tries", "at least 1", "invocations"),
    ({"table": "demo", "topic": "INSERT"}, "stream.topic", "no field 'topic'", "table"),
    ({"table": "demo", "filter": {}}, "stream.filter", "a filter that is blank", "fields"),
    ({"table": "demo", "filter": {"eventname": ["INSERT"]}}, "stream.filter.eventname", "no field 'eventname'", "eventName"),
    ({"table": "demo", "filter": [{"eventName": ["INSERT"]}, {"status": ["paid"]}]}, "stream.filter.1.status",
     "a record has no field 'status'", "{dynamodb: {NewImage: {status: {S: [...]}}}}"),
    ({"table": "demo", "filter": {"eventName": "INSERT"}}, "stream.filter.eventName", "must be an object or an array", "[INSERT]"),
    ({"table": "demo", "filter": {"eventName": [{"wildcard": "IN*"}]}}, "stream.filter", "no 'wildcard'", "prefix"),
    ({"table": "demo", "filter": {"eventName": ["UPDATE"]}}, "stream.filter.eventName", "no record has", "MODIFY"),
    ({"table": "demo", "filter": {"dynamodb": {"NewImage": {"status": ["paid"]}}}},
     "stream.filter.dynamodb.NewImage.status", "status has none", "status: {S: [...]}"),
    ({"table": "demo", "filter": {"dynamodb": {"OldImage": {"a": {"M": {"b": ["c"]}}}}}},
     "stream.filter.dynamodb.OldImage.a.M.b", "b has none", "b: {S: [...]}"),
    ({"table": "demo", "filter": {"dynamodb": {"Keys": {"n": {"N": [5]}}}}}, "stream.filter.dynamodb.Keys.n.N",
     "is a text", "N: ['5']"),
    ({"table": "demo", "filter": {"dynamodb": {"NewImage": {"n": {"N": [{"numeric": [">", 5]}]}}}}},
     "stream.filter.dynamodb.NewImage.n.N", "is a text", "in code"),
    ({"table": "demo", "filter": [{"eventName": ["INSERT"]}] * 6}, "stream.filter", "at most 5", ""),
])
def test_what_lambda_refuses_is_refused_here(block, key, message, hint):
    found = block_problems({"stream": block})
    assert [fault[0] for fault in found] == [key]
    assert message in found[0][1] and hint in found[0][2]


@pytest.mark.parametrize("pattern", [
    {"eventName": [{"prefix": "IN"}]}, {"dynamodb": {"NewImage": {"a": [{"exists": False}], "n": {"N": ["5"]}}}},
    {"dynamodb": {"Keys": {"pk": {"S": [{"prefix": "o"}]}}}, "userIdentity": {"type": ["Service"]}}])
def test_a_pattern_that_records_match_is_accepted(pattern):
    assert block_problems({"stream": {"table": "demo", "filter": pattern}}) == []


def test_a_filter_and_every_number_are_accepted():
    block = {"table": "demo", "batch": 10000, "window": 300, "tries": 1, "parallel": 10, "start": "latest",
             "filter": {"dynamodb": {"NewImage": {"status": {"S": ["paid"]}}}}}
    assert block_problems({"stream": block}) == []


def test_a_record_has_the_keys_of_its_table():
    record = stream.event_shape({"keys": {"id": "N"}})["fields"]["Records"]["of"]
    assert record["fields"]["dynamodb"]["fields"]["Keys"]["fields"] == {
        "id": {"is": "map", "fields": {"N": {"is": "text"}}, "open": False, "null": False, "maybe": []}}
    assert record["maybe"] == ["userIdentity"]


@pytest.mark.parametrize("reads, mapped", [(True, ["CopyStreamMapping"]), (False, [])])
def test_a_table_without_events_has_a_stream_only_for_those_who_read_it(reads, mapped):
    app = golden_app("stream")
    app["state"]["table"]["demo"]["settings"] = {"key": [{"name": "pk", "type": "S"}], "ttl": None, "stream": False,
                                                 "capacity": None, "indexes": [], "line": 3}
    if not reads:
        del app["lambdas"]["copy"]["infra"]["stream"]
    resources = template.template(app)["Resources"]
    assert ("StreamSpecification" in resources["DemoTable"]["Properties"]) == reads
    assert [id_ for id_ in resources if "Mapping" in id_] == mapped and "FailuresQueue" in resources
    assert not [id_ for id_ in resources if "SharedTableEvents" in id_]


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
    raised = problems_of(settings.settings, "app.yaml", f"name: demo\nstreams:\n  demo: {text}\n")
    assert str(raised).startswith("app.yaml:3:") and message in str(raised)


def test_a_stream_of_another_app_is_a_problem():
    with pytest.raises(Problems, match="streams.shop: no variable names a stream 'shop' of this app"):
        settings.settings("app.yaml", "name: demo\nstreams:\n  shop: {shards: 2}\n")


def test_the_address_of_a_stream_is_the_line_that_names_it():
    addresses = template.addresses(golden_app("kinesis"))
    assert addresses["DemoLogsDataStream"] == ("lambdas/click/index.py", 16)
    assert addresses["DemoDataStream"] == ("lambdas/click/index.py", 4)
