"""The trigger stream: its mapping, its filters, and what Lambda refuses."""
import pytest

from recipes import stream, template
from tests.fixtures.cases import cases
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
