def reading(minute, watts):
    return {"pk": "m1", "sk": f"reading#2026-05-01T12:{minute}:00Z", "watts": watts}


def test_readings_are_summed_by_the_hour(call, event, table, published):
    call(event.table(new=[reading("00", 10), reading("30", 2.5)]))
    assert table.rows() == [{"pk": "m1", "sk": "hour#2026-05-01T12", "count": 2, "sum": 12.5,
                             "hour": "2026-05-01T12"}]
    assert published["alarm"] == []


def test_too_much_is_an_alarm(call, event, published):
    call(event.table(new=reading("00", 6000)))
    assert published["alarm"] == [{"meter": "m1", "time": "2026-05-01T12:00:00Z", "watts": 6000}]


def test_its_own_rows_do_not_call_it(event):
    event.table(new={"pk": "m1", "sk": "hour#2026-05-01T12", "count": 1}, refused=True)
