import pytest


@pytest.fixture(autouse=True)
def device(table):
    table.put(pk="device#d1", sk="device", owner="zoe", limit=17.5)


def reading(celsius, device="d1"):
    return {"pk": f"device#{device}", "sk": "reading#2026-05-01T12:30:00Z", "celsius": celsius, "humidity": 40}


def test_a_reading_above_the_limit(call, event, published):
    call(event.table(new=[reading(18.5)]))
    assert published["alarms"] == [
        {"device": "d1", "time": "2026-05-01T12:30:00Z", "severity": "high", "celsius": 18.5}]


def test_far_above(call, event, published):
    call(event.table(new=[reading(27.6)]))
    assert published["alarms"][0]["severity"] == "critical"


def test_at_the_limit(call, event, published):
    call(event.table(new=reading(17.5)))
    call(event.table(new=reading(50, device="d2")))
    assert published["alarms"] == []


def test_devices_are_no_readings(event):
    event.table(new={"pk": "device#d1", "sk": "device", "limit": 5}, refused=True)
