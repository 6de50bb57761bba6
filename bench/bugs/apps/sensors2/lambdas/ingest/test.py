import pytest

READING = {"device": "d1", "time": "2026-05-01T12:30:00Z", "celsius": 11.5, "humidity": 40}

pytestmark = pytest.mark.warm


@pytest.fixture(autouse=True)
def device(tables):
    tables["sense"].put(pk="device#d1", sk="device", owner="zoe", silent=True)


def hour(tables):
    row = tables["sense-hours"].row("d1", "2026-05-01T12")
    return row["readings"], row["total"]


def test_readings_are_stored(call, event, tables):
    records = event.kinesis([READING, {**READING, "time": "2026-05-01T12:45:00Z", "celsius": 12}], key="d1")
    assert call(records) == {"batchItemFailures": []}
    row = tables["sense"].row("device#d1", "reading#2026-05-01T12:30:00Z")
    assert (row["celsius"], row["humidity"], row["expires"]) == (11.5, 40, 1780230600)
    assert hour(tables) == (2, 23.5)
    device = tables["sense"].row("device#d1", "device")
    assert (device["last"], device["latest"]) == ("2026-05-01T12:45:00Z", 12)
    assert "silent" not in device


def test_a_reading_twice_is_one(call, event, tables):
    records = event.kinesis([READING], key="d1")
    call(records)
    call(records)
    assert hour(tables) == (1, 11.5)


def test_late_readings(call, event, tables):
    call(event.kinesis([{**READING, "time": "2026-05-01T12:45:00Z"}, {**READING, "celsius": 9}], key="d1"))
    assert tables["sense"].row("device#d1", "device")["latest"] == 11.5
    assert hour(tables) == (2, 20.5)


def test_what_is_no_reading_keeps_no_other_back(call, event, tables):
    assert call(event.kinesis([b"?", {"device": "d1"}, {**READING, "time": "noon"}, READING], key="d1")) == {
        "batchItemFailures": []}
    assert hour(tables) == (1, 11.5)


def test_lambda_repeats_from_the_record_that_failed(call, event, index, monkeypatch):
    real = index.store

    def store(reading):
        if reading["celsius"] > 90:
            raise RuntimeError("slow down")
        real(reading)

    monkeypatch.setattr(index, "store", store)
    records = event.kinesis([READING, {**READING, "celsius": 99}, READING], key="d1")
    assert call(records) == {"batchItemFailures": [
        {"itemIdentifier": records["Records"][1]["kinesis"]["sequenceNumber"]}]}


def test_devices_that_nobody_registered(call, event, tables):
    call(event.kinesis([{**READING, "device": "d2"}], key="d2"))
    assert "Item" not in tables["sense"].get_item(Key={"pk": "device#d2", "sk": "device"})
