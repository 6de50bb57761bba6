def reading(minute, celsius):
    return {"pk": "truck1", "sk": f"reading#2026-05-01T12:{minute}:00+00:00", "celsius": celsius}


def test_an_hour_is_summed_up(call, event, table):
    stored = [table.put(reading(minute, celsius)) for minute, celsius in (("00", 20), ("10", 20), ("20", 21.5))]
    call(event.table(new=stored))
    assert table.row("truck1", "hour#2026-05-01T12") == {
        "pk": "truck1", "sk": "hour#2026-05-01T12", "count": 3, "mean": 20.5, "highest": 21.5, "day": "2026-05-01"}


def test_an_event_twice_counts_once(call, event, table):
    stored = event.table(new=table.put(reading("00", 20)))
    call(stored)
    call(stored)
    assert table.row("truck1", "hour#2026-05-01T12")["count"] == 1


def test_its_own_rows_are_not_heard(event):
    event.table(new={"pk": "truck1", "sk": "hour#2026-05-01T12", "count": 1}, refused=True)
