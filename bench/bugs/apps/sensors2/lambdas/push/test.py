import hashlib
import json

import pytest

READING = {"time": "2026-05-01T12:30:00Z", "celsius": 11.5}
BODY = {"readings": [READING, {**READING, "time": "2026-05-01T12:45:00Z"}]}
TOKEN = {"Authorization": "Bearer t0ken"}


@pytest.fixture(autouse=True)
def device(table):
    table.put(pk="device#d1", sk="device", owner="zoe", token=hashlib.sha256(b"t0ken").hexdigest())


@pytest.fixture
def records(index, monkeypatch):
    """The records that were put on the stream."""
    real, seen = index.kinesis.put_records, []

    def put_records(**asked):
        seen.append(asked["Records"])
        return real(**asked)

    monkeypatch.setattr(index.kinesis, "put_records", put_records)
    return seen


def test_readings_are_put_on_the_stream(call, event, records):
    response = call(event.api({"device": "d1"}, body=BODY, headers=TOKEN))
    assert (response.status, response.json) == (202, {"accepted": 2})
    assert [json.loads(record["Data"]) for record in records[0]] == [
        {"device": "d1", **reading} for reading in BODY["readings"]]
    assert {record["PartitionKey"] for record in records[0]} == {"d1"}


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer x"}, {"Authorization": "t0ken"}])
def test_a_token_is_needed(call, event, records, headers):
    assert call(event.api({"device": "d1"}, body=BODY, headers=headers)).status == 401
    assert records == []


def test_no_device(call, event):
    assert call(event.api({"device": "d2"}, body=BODY, headers=TOKEN)).status == 401


def test_refused_records_are_put_again(call, event, index, monkeypatch):
    answers, asked = [{"FailedRecordCount": 1, "Records": [{"SequenceNumber": "1"}, {"ErrorCode": "Slow"}]},
                      {"FailedRecordCount": 0, "Records": [{"SequenceNumber": "2"}]}], []

    def put_records(**put):
        asked.append(put["Records"])
        return answers.pop(0)

    monkeypatch.setattr(index.kinesis, "put_records", put_records)
    assert call(event.api({"device": "d1"}, body=BODY, headers=TOKEN)).status == 202
    assert [len(records) for records in asked] == [2, 1]


def test_a_stream_that_refuses(call, event, index, monkeypatch):
    monkeypatch.setattr(index.kinesis, "put_records", lambda **put: {
        "FailedRecordCount": len(put["Records"]), "Records": [{"ErrorCode": "Slow"}] * len(put["Records"])})
    assert call(event.api({"device": "d1"}, body=BODY, headers=TOKEN)).status == 503


def test_readings_without_a_time(event):
    event.api({"device": "d1"}, body={"readings": [{"celsius": 1}]}, headers=TOKEN, refused=True)
