"""What make ping writes, and how long it waits for a lambda."""
import time

import pytest

import ping_lambda
from incidents import pings
from kit.problems import Problems
from recipes import table
from tests.fixtures.cases import cases

ROW = {"pk": {"S": "example"}, "sk": {"S": "note#example"}}
ORDER = {"id": {"S": "a"}, "at": {"N": "1"}}
SOURCE = {"source": {"type": "table", "name": "bell"}}


def of_stream(**keys):
    return {"table": "bell", "filter": {"dynamodb": {"Keys": {key: {"S": [value]} for key, value in keys.items()}}}}


@cases("block, row, changed", [
    ({**SOURCE, "pattern": {"sk": ["note"]}}, ROW, ["sk"]),  # the event has what is before "#"
    ({**SOURCE}, ROW, ["sk"]),
    ({"table": "bell"}, ROW, ["sk"]),
    (of_stream(pk="example"), ROW, ["sk"]),
    (of_stream(sk="note#example"), ROW, ["pk"]),
    (of_stream(pk="example", sk="note#example"), ROW, []),
    ({**SOURCE, "pattern": {"at": [1]}}, ORDER, ["id"]),
    ({**SOURCE, "pattern": {"at": [1], "id": ["a"]}}, ORDER, []),
    (of_stream(id="a"), ORDER, ["at"]),
])
def test_the_new_key_is_one_without_a_condition(block, row, changed):
    keys = [{"name": name, "type": next(iter(value))} for name, value in row.items()]
    app = {"state": {"table": {"bell": {"settings": {"key": keys}}}}}
    physical = {table.table_id("bell"): "bell"}
    request = pings.of_rows(app, block, "bell", None, {**row}, physical)[0].request
    assert [key for key in row if request["Item"][key] != row[key]] == changed


def expired(settings, event):
    app = {"lambdas": {"ring": {"infra": {"events": [{**SOURCE, "pattern": {"ttl": [True]}}]}}},
           "state": {"table": {"bell": {"settings": settings}}}}
    return pings.calls(app, "ring", event, {table.table_id("bell"): "bell"}, lambda _event: True)


EXPIRED = {"detail": {"ttl": True, "records": [{"oldImage": {"id": "a", "changed": "before"}, "newImage": None}]}}


def test_an_event_of_an_expired_row_needs_a_row_whose_time_has_passed():
    [call] = expired({"key": [{"name": "id", "type": "S"}], "ttl": "expires"}, EXPIRED)
    app = {"lambdas": {"ring": {"path": "lambdas/ring/index.py"}}}
    ping_lambda.check_expiry(app, "local", "ring", [call])
    ping_lambda.check_expiry(app, "dev", "ring", [call._replace(expires=False)])
    with pytest.raises(Problems, match="^lambdas/ring/index.py: on AWS, DynamoDB deletes an expired row within a few days"):
        ping_lambda.check_expiry(app, "dev", "ring", [call])
    row = call.request["Item"]
    assert (call.operation, call.expires, row["changed"]) == ("put_item", True, {"S": "before"})
    assert row["id"]["S"].startswith("a-") and time.time() - 5 * 365 * 86400 < int(row["expires"]["N"]) < time.time()


def test_a_table_without_a_time_to_live_has_no_expired_rows():
    with pytest.raises(Problems, match="table 'bell' has no `ttl` in app.yaml"):
        expired({"key": [{"name": "id", "type": "S"}], "ttl": None}, EXPIRED)


ROWS = {"name": "row", "source": {"type": "table", "name": "bell"}}


@cases("infra, seconds", [
    ({"queue": {"fifo": False, "batch": 100, "window": 30, "delay": 900}, "timeout": 5}, 930),
    ({"kinesis": {"stream": "bell", "window": 300}}, 300),
    ({"stream": {"table": "bell", "window": 0}}, 0),
    ({"events": [ROWS]}, 20),
    ({"queue": {"window": 5, "delay": 0, "from": ROWS}}, 25),
    ({"topic": {}}, 0)])
def test_a_ping_waits_for_the_window_and_the_delay_of_the_trigger(infra, seconds):
    app = {"lambdas": {"ring": {"infra": infra}}, "state": {"table": {"bell": {"settings": {"window": 20}}}}}
    assert pings.delay(app, "ring") == seconds
