READING = {"meter": "m1", "time": "2026-05-01T12:30:00Z", "watts": 12.5}


def test_readings_are_stored(call, event, table):
    assert call(event.queue([READING, READING, {**READING, "meter": "m2"}])) == {"batchItemFailures": []}
    assert table.rows() == [{"pk": "m1", "sk": "reading#2026-05-01T12:30:00Z", "watts": 12.5},
                            {"pk": "m2", "sk": "reading#2026-05-01T12:30:00Z", "watts": 12.5}]


def test_a_bad_reading_keeps_no_other_back(call, event, table):
    batch = event.queue([{"meter": "m1"}, READING])
    assert call(batch) == {"batchItemFailures": [{"itemIdentifier": batch["Records"][0]["messageId"]}]}
    assert len(table.rows()) == 1
