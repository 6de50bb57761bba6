import hashlib
import hmac

import pytest


def reading(celsius, store="north", time="2026-07-01T12:00:00+02:00"):
    mac = hmac.new(b"k", f"{store}|{time}|{celsius}".encode(), hashlib.sha256).hexdigest()
    return {"store": store, "time": time, "celsius": celsius, "mac": mac}


@pytest.fixture(autouse=True)
def key(secrets):
    secrets["orchard-sensors"] = "k"


def test_readings(call, event, tables, published):
    assert call(event.queue([reading(3.5), reading(6.25, "south")])) == {"batchItemFailures": []}
    rows = sorted(tables["orchard-readings"].rows(), key=lambda row: row["store"])
    assert [(row["store"], row["time"], row["celsius"]) for row in rows] == [
        ("north", "2026-07-01T10:00:00+00:00", 3.5), ("south", "2026-07-01T10:00:00+00:00", 6.25)]
    assert rows[0]["expires"] == 1817460000
    assert published["sensors/alarm"] == [{"store": "south", "celsius": "6.25", "time": "2026-07-01T12:00:00+02:00"}]


def test_forged(call, event, tables):
    assert call(event.queue([{**reading(3.5), "celsius": 1.5}])) == {"batchItemFailures": []}
    assert tables["orchard-readings"].rows() == []


def test_a_broken_message_comes_again(call, event, tables):
    batch = event.queue(["{", reading(2)])
    assert call(batch) == {"batchItemFailures": [{"itemIdentifier": batch["Records"][0]["messageId"]}]}
    assert len(tables["orchard-readings"].rows()) == 1
