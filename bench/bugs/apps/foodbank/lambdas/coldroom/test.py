import pytest

START = 1_780_000_000
pytestmark = pytest.mark.warm


def readings(*degrees, room="n1"):
    return [{"room": room, "measured": START + 60 * number, "celsius": value} for number, value in enumerate(degrees)]


def test_readings_are_rows(call, event, table, published):
    assert call(event.queue(readings(4.5, 3))) == {"batchItemFailures": []}
    assert [row["celsius"] for row in table.rows()] == [4.5, 3]
    assert published == {}


def test_three_warm_readings_are_an_alarm(call, event, published):
    call(event.queue(readings(4, 6, 7, 8.5)))
    assert published["notices"] == [{"room": "n1", "celsius": "8.5", "since": "2026-05-28T21:27:40+01:00"}]


def test_a_cold_one_between_is_no_alarm(call, event, published):
    call(event.queue(readings(6, 7, 5, 8)))
    assert published == {}


def test_a_broken_message_fails_alone(call, event, table):
    batch = event.queue([{"room": "n1"}, *readings(4)])
    assert call(batch) == {"batchItemFailures": [{"itemIdentifier": batch["Records"][0]["messageId"]}]}
    assert len(table.rows()) == 1
