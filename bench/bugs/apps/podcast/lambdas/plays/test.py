def play(**values):
    return {"show": "sea", "number": "7", "time": 1777629600, "agent": "player", **values}


def test_plays_are_counted_by_day(call, event, table):
    call(event.kinesis([play(), play(), play(agent="Googlebot"), play(time=1777716000)], key="sea"))
    assert [(row["day"], row["plays"]) for row in table.rows()] == [("2026-05-01", 2), ("2026-05-02", 1)]
