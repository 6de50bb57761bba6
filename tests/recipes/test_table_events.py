"""The small function behind every table: which events its changes become, and that none is lost."""
import json
from decimal import Decimal

import pytest

from recipes import event_shapes
from recipes.code import table_events
from tests.fixtures.cases import cases, results

ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/demo-dev-DemoTable-1A2B/stream/2026-01-01T00:00:00.000"
LIMIT = 256 * 1024


def record(number, name="INSERT", pk="order", sk="1", new=None, old=None):
    """A record of a stream; new and old are images of typed values, without their keys."""
    keys = {"pk": {"S": pk}, "sk": {"S": sk}}
    images = {field: {**keys, **image} for field, image in (("NewImage", new), ("OldImage", old)) if image is not None}
    return {"eventName": name, "eventSourceARN": ARN,
            "dynamodb": {"Keys": keys, "SequenceNumber": str(number), **images}}


def entries(records, limit=LIMIT):
    """The entries that the records become."""
    return [one for group in table_events.groups(records) for one in table_events.split(group, "bus", limit)]


def details(records, limit=LIMIT):
    """The details of the events, their numbers exact."""
    return [json.loads(one["put"]["Detail"], parse_float=Decimal) for one in entries(records, limit)]


class Bus:
    """Stands for boto3's client: takes events, but refuses those of the sources and tries it is told to."""

    def __init__(self, refusals=()):
        self.refusals, self.requests, self.taken = list(refusals), [], []

    def put_events(self, Entries):
        self.requests.append(len(Entries))
        refused = self.refusals.pop(0) if self.refusals else set()
        if refused == "down":
            raise ConnectionError("no route")
        answers = []
        for at, entry in enumerate(Entries):
            if at in refused:
                answers.append({"ErrorCode": "ThrottlingException", "ErrorMessage": "slower"})
            else:
                answers.append({"EventId": "1"})
                self.taken.append(json.loads(entry["Detail"])["pk"])
        return {"FailedEntryCount": len(refused), "Entries": answers}


@pytest.fixture(autouse=True)
def bus(monkeypatch):
    """A bus that takes everything, until a test says otherwise; and no pauses."""
    made = Bus()
    monkeypatch.setattr(table_events.boto3, "client", lambda service: made)
    monkeypatch.setattr(table_events, "FIRST_PAUSE", 0)
    monkeypatch.setenv("BUS", "demo-dev")
    monkeypatch.setenv("ENTRY_LIMIT", str(LIMIT))
    return made


def test_an_insert_is_an_event_of_the_table():
    (one,) = entries([record(1, new={"price": {"N": "3"}})])
    assert {**one["put"], "Detail": json.loads(one["put"]["Detail"])} == {
        "EventBusName": "bus", "Source": "demo-dev-DemoTable-1A2B", "DetailType": "INSERT",
        "Detail": {"pk": "order", "sk": "1", "eventName": "INSERT", "diffKeys": ["pk", "price", "sk"],
                   "records": [{"pk": "order", "sk": "1", "newImage": {"pk": "order", "price": 3, "sk": "1"},
                                "oldImage": None}]}}


def test_a_removal_has_only_an_old_image():
    (detail,) = details([record(1, "REMOVE", old={"a": {"S": "x"}})])
    assert (detail["eventName"], detail["diffKeys"]) == ("REMOVE", ["a", "pk", "sk"])
    assert detail["records"][0]["newImage"] is None and detail["records"][0]["oldImage"]["a"] == "x"


@cases("old, new, keys", [
    ({"a": {"S": "x"}}, {"a": {"S": "x"}}, []),
    ({"a": {"S": "x"}}, {"a": {"S": "y"}}, ["a"]),
    ({}, {"b": {"S": "x"}, "a": {"S": "x"}}, ["a", "b"]),
    ({"b": {"S": "x"}, "a": {"S": "x"}}, {}, ["a", "b"]),
    ({"a": {"N": "1"}}, {"a": {"S": "1"}}, ["a"]),
    ({"a": {"SS": ["x", "y"]}}, {"a": {"SS": ["y", "x"]}}, []),
    ({"a": {"L": [{"S": "x"}, {"S": "y"}]}}, {"a": {"L": [{"S": "y"}, {"S": "x"}]}}, ["a"]),
    ({"a": {"M": {"b": {"NS": ["1", "2"]}}}}, {"a": {"M": {"b": {"NS": ["2", "1"]}}}}, []),
    ({"a": {"M": {"b": {"B": "YQ=="}}}}, {"a": {"M": {"b": {"S": "YQ=="}}}}, ["a"]),
    ({"a": {"NULL": True}}, {"a": {"BOOL": True}}, ["a"]),
])
def test_diff_keys_are_the_attributes_that_changed(old, new, keys):
    (detail,) = details([record(1, "MODIFY", old=old, new=new)])
    assert detail["diffKeys"] == keys


test_images_are_plain_json_and_numbers_exact = results(table_events.text, [
    ({"S": 'a "b" é'}, '"a \\"b\\" é"'),
    ({"N": "12345678901234567890123456789012345678"}, "12345678901234567890123456789012345678"),
    ({"N": "0.10000000000000000000000000000000000001"}, "0.10000000000000000000000000000000000001"),
    ({"N": "-1E-130"}, "-1E-130"),
    ({"BOOL": False}, "false"),
    ({"NULL": True}, "null"),
    ({"B": "YQ=="}, '"YQ=="'),
    ({"L": [{"N": "1"}, {"M": {"b": {"S": "x"}, "a": {"L": []}}}]}, '[1,{"a":[],"b":"x"}]'),
    ({"SS": ["b", "a"]}, '["a","b"]'),
    ({"NS": ["2.50", "1"]}, "[1,2.50]"),
])


def test_sk_is_what_stands_before_the_first_hash():
    (detail,) = details([record(1, sk="item#1#x", new={})])
    assert (detail["sk"], detail["records"][0]["sk"]) == ("item", "item#1#x")


def test_equal_changes_share_an_event_in_their_order():
    made = details([record(1, sk="item#1", new={"a": {"N": "1"}}), record(2, pk="other", new={}),
                    record(3, sk="item#2", new={"a": {"N": "2"}})])
    assert [(one["pk"], [each["sk"] for each in one["records"]]) for one in made] == [
        ("order", ["item#1", "item#2"]), ("other", ["1"])]


@cases("second", [
    record(2, pk="other", new={}),
    record(2, sk="2", new={}),
    record(2, "REMOVE", old={}),
    record(2, new={"a": {"S": "x"}}),
])
def test_different_changes_do_not_share_an_event(second):
    assert len(details([record(1, new={}), second])) == 2


def test_records_of_two_tables_do_not_meet():
    other = {**record(2, new={}), "eventSourceARN": ARN.replace("DemoTable", "DemoArchiveTable")}
    assert [one["put"]["Source"] for one in entries([record(1, new={}), other])] == [
        "demo-dev-DemoTable-1A2B", "demo-dev-DemoArchiveTable-1A2B"]


def test_an_event_past_the_limit_is_split():
    made = entries([record(at, sk=f"item#{at}", new={"a": {"S": "x" * 300}}) for at in range(10)], limit=2000)
    assert [len(one["numbers"]) for one in made] == [4, 4, 2]
    assert [number for one in made for number in one["numbers"]] == list(map(str, range(10)))
    assert all(table_events.size(one) <= 2000 for one in made)


def test_a_record_too_large_for_an_event_goes_without_its_images():
    records = [record(1, sk="a#1", new={"a": {"S": "x"}}), record(2, sk="a#2", new={"a": {"S": "x" * 2000}}),
               record(3, sk="a#3", new={"a": {"S": "y"}})]
    made = [one for detail in details(records, limit=1000) for one in detail["records"]]
    assert [(one["sk"], one.get("truncated"), "newImage" in one) for one in made] == [
        ("a#1", None, True), ("a#2", True, False), ("a#3", None, True)]


def test_letters_beyond_ascii_count_as_the_bytes_they_are():
    (one,) = entries([record(1, new={"a": {"S": "é" * 100}})])
    assert "é" * 100 in one["put"]["Detail"]
    assert table_events.size(one) == len(one["put"]["Detail"]) + 100 + len("demo-dev-DemoTable-1A2BINSERT")


def test_a_request_holds_ten_entries_and_no_more_bytes_than_one_entry_may():
    made = entries([record(at, pk=str(at), new={}) for at in range(23)])
    assert [len(request) for request in table_events.requests(made, LIMIT)] == [10, 10, 3]
    two = 2 * max(map(table_events.size, made))
    assert {len(request) for request in table_events.requests(made, two)} == {1, 2}


def test_all_is_well_when_the_bus_takes_everything(bus):
    assert table_events.handler({"Records": [record(at, pk=str(at), new={}) for at in range(12)]}, None) == {
        "batchItemFailures": []}
    assert (bus.requests, len(bus.taken)) == ([10, 2], 12)


def test_only_what_was_refused_is_tried_again(bus):
    bus.refusals = [{1}, set()]
    records = [record(at, pk=str(at), new={}) for at in range(3)]
    assert table_events.handler({"Records": records}, None) == {"batchItemFailures": []}
    assert (bus.requests, bus.taken) == ([3, 1], ["0", "2", "1"])


def test_the_response_to_the_stream_names_refused_records(bus):
    bus.refusals = [{0, 2}, {0, 1}, {1}]
    records = [record(at, pk=str(at), new={}) for at in (9, 10, 11)]
    assert table_events.handler({"Records": records}, None) == {"batchItemFailures": [{"itemIdentifier": "11"}]}
    assert bus.taken == ["10", "9"]


def test_a_bus_that_is_down_loses_nothing(bus):
    bus.refusals = ["down"] * 3
    records = [record(at, pk=str(at), new={}) for at in (9, 10)]
    assert table_events.handler({"Records": records}, None) == {
        "batchItemFailures": [{"itemIdentifier": "9"}, {"itemIdentifier": "10"}]}
    assert bus.taken == []


def test_a_refused_event_of_several_records_names_all_of_them(bus):
    bus.refusals = [{0}] * 3
    records = [record(at, sk=f"item#{at}", new={}) for at in (1, 2)]
    assert table_events.handler({"Records": records}, None) == {
        "batchItemFailures": [{"itemIdentifier": "1"}, {"itemIdentifier": "2"}]}


def keyed_details(*records):
    """The details of the events of records: (keys, eventName, further fields of the record)."""
    stream = [{"eventName": name, "eventSourceARN": "arn:aws:dynamodb:eu-west-1:1:table/t/stream/1", **more,
               "dynamodb": {"Keys": keys, "SequenceNumber": str(at), "NewImage" if name == "INSERT" else "OldImage": keys}}
              for at, (keys, name, more) in enumerate(records)]
    return [json.loads(entry["put"]["Detail"], parse_float=Decimal)
            for group in table_events.groups(stream) for entry in table_events.split(group, "bus", 10_000)]


@cases("keys, head", [
    ({"customer": {"S": "a#b"}, "placed": {"N": "1.10"}}, {"customer": "a#b", "placed": Decimal("1.10")}),
    ({"id": {"N": "123456789012345678901234567890"}}, {"id": 123456789012345678901234567890}),
    ({"token": {"B": "Zm9v"}}, {"token": "Zm9v"}),
    ({"pk": {"S": "x#y"}}, {"pk": "x#y"}),
    ({"PK": {"S": "a"}, "SK": {"S": "b#c"}}, {"PK": "a", "SK": "b#c"}),
    ({"pk": {"S": "a"}, "sk": {"N": "1"}}, {"pk": "a", "sk": 1}),
    ({"pk": {"S": "a"}, "sk": {"S": "b#c"}}, {"pk": "a", "sk": "b"}),
])
def test_an_event_has_the_tables_own_keys_whole_unless_they_are_pk_and_sk(keys, head):
    (detail,) = keyed_details((keys, "INSERT", {}))
    assert {name: value for name, value in detail.items() if name not in ("eventName", "diffKeys", "records")} == head
    record = detail["records"][0]
    assert record.keys() == {*keys, "newImage", "oldImage"} and record["newImage"].keys() == keys.keys()


EXPIRED = {"userIdentity": {"type": "Service", "principalId": "dynamodb.amazonaws.com"}}


def test_an_expired_item_has_an_event_of_its_own_that_says_so():
    keys = {"id": {"S": "a"}}
    first, second = keyed_details((keys, "REMOVE", EXPIRED), (keys, "REMOVE", {"userIdentity": None}))
    assert first.pop("ttl") is True and first == second
    assert len(keyed_details((keys, "REMOVE", EXPIRED), (keys, "REMOVE", EXPIRED))) == 1


def test_the_shape_of_an_event_has_the_keys_of_its_table():
    rule = {"source": {"type": "table", "name": "demo", "keys": {"id": "N"}, "ttl": True}, "topic": "REMOVE"}
    shape = event_shapes.of_table([rule])
    assert shape["fields"]["id"] == {"is": "number"} and "pk" not in shape["fields"] and shape["maybe"] == ["ttl"]
    both = event_shapes.of_table([rule, {"source": {"type": "table", "name": "other"}}])
    assert both["maybe"] == ["id", "pk", "sk", "ttl"]
