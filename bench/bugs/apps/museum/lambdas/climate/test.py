GOOD = {"room": "3", "time": 1780000000, "humidity": 51.5, "celsius": 20}


def test_readings(call, event, tables):
    assert call(event.kinesis([GOOD, {**GOOD, "time": 1780000060, "humidity": 71}])) == {"batchItemFailures": []}
    rows = tables["museum-climate"].rows()
    assert sorted((row["time"], row["bad"]) for row in rows) == [(1780000000, False), (1780000060, True)]


def test_a_record_that_is_no_reading(call, event, tables):
    batch = event.kinesis([GOOD, b"?", {**GOOD, "time": 1780000060}])
    number = batch["Records"][1]["kinesis"]["sequenceNumber"]
    assert call(batch) == {"batchItemFailures": [{"itemIdentifier": number}]}
    assert len(tables["museum-climate"].rows()) == 1
