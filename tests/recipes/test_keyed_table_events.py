"""Events of tables with keys of their own, and of items that expired."""
import json
from decimal import Decimal

from recipes import event_shapes
from recipes.code import table_events
from tests.fixtures.cases import cases


def details(*records):
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
    (detail,) = details((keys, "INSERT", {}))
    assert {name: value for name, value in detail.items() if name not in ("eventName", "diffKeys", "records")} == head
    record = detail["records"][0]
    assert record.keys() == {*keys, "newImage", "oldImage"} and record["newImage"].keys() == keys.keys()


EXPIRED = {"userIdentity": {"type": "Service", "principalId": "dynamodb.amazonaws.com"}}


def test_an_expired_item_has_an_event_of_its_own_that_says_so():
    keys = {"id": {"S": "a"}}
    first, second = details((keys, "REMOVE", EXPIRED), (keys, "REMOVE", {"userIdentity": None}))
    assert first.pop("ttl") is True and first == second
    assert len(details((keys, "REMOVE", EXPIRED), (keys, "REMOVE", EXPIRED))) == 1


def test_the_shape_of_an_event_has_the_keys_of_its_table():
    rule = {"source": {"type": "table", "name": "demo", "keys": {"id": "N"}, "ttl": True}, "topic": "REMOVE"}
    shape = event_shapes.of_table([rule])
    assert shape["fields"]["id"] == {"is": "number"} and "pk" not in shape["fields"] and shape["maybe"] == ["ttl"]
    both = event_shapes.of_table([rule, {"source": {"type": "table", "name": "other"}}])
    assert both["maybe"] == ["id", "pk", "sk", "ttl"]
