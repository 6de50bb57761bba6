PUNCH = {"employee": "7", "day": "2026-05-04", "minutes": 450}


def test_hours(call, event, table):
    assert call(event.kinesis([PUNCH, {**PUNCH, "minutes": 30}])) == {"batchItemFailures": []}
    [row] = table.rows()
    assert (row["pk"], row["sk"], row["hours"]) == ("employee#7", "day#2026-05-04", 8)


def test_a_batch_twice(call, event, table):
    batch = event.kinesis([PUNCH])
    call(batch)
    call(batch)
    assert table.rows()[0]["hours"] == 7.5
