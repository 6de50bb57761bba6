import time

ALARM = {"device": "d1", "time": "2026-05-01T12:30:00Z", "severity": "high", "celsius": 18.5}


def test_alarms_are_kept(call, event, table):
    assert call(event.queue([ALARM, {**ALARM, "severity": "critical", "celsius": None}])) == {"batchItemFailures": []}
    row = table.row("device#d1", "alarm#2026-05-01T12:30:00Z#high")
    assert (row["severity"], row["celsius"]) == ("high", 18.5)
    assert row["expires"] > time.time() + 360 * 86400
    assert "celsius" not in table.row("device#d1", "alarm#2026-05-01T12:30:00Z#critical")


def test_an_alarm_twice_is_one(call, event, table):
    call(event.queue([ALARM, ALARM]))
    assert len(table.rows()) == 1


def test_one_that_fails_comes_again(call, event, table):
    batch = event.queue([{"device": "d1"}, ALARM])
    assert call(batch) == {"batchItemFailures": [{"itemIdentifier": batch["Records"][0]["messageId"]}]}
    assert len(table.rows()) == 1
