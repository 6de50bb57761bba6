DETAIL = {"booking": "b1", "flat": "alfama", "city": "lisbon", "email": "ann@example.com", "arrive": "2026-03-26",
          "leave": "2026-03-30", "guests": 2}


def test_a_booking_has_a_job_and_a_code(call, event, table, sent):
    assert call(event.app(DETAIL, topic="BookingPaid")) == {"job": "2026-03-30#alfama", "before": None}
    assert table.rows() == [{"city": "lisbon", "job": "2026-03-30#alfama", "flat": "alfama", "state": "open",
                             "due": "2026-03-30T11:00:00+01:00", "until": "2026-03-30T12:30:00+01:00"}]
    assert sent["doors"] == [{"booking": "b1", "flat": "alfama", "email": "ann@example.com",
                              "from": "2026-03-26T15:00:00+00:00", "until": "2026-03-30T11:00:00+01:00"}]


def test_the_job_before_is_shown(call, event, table):
    table.put(city="lisbon", job="2026-03-20#alfama", flat="alfama", due="2026-03-20T11:00:00+00:00", state="done")
    table.put(city="lisbon", job="2026-03-10#alfama", flat="alfama", due="2026-03-10T11:00:00+00:00", state="open")
    assert call(event.app(DETAIL, topic="BookingPaid"))["before"] == "done"


def test_long_stays_need_longer(call, event, table):
    call(event.app({**DETAIL, "arrive": "2026-03-20"}, topic="BookingPaid"))
    assert table.row("lisbon", "2026-03-30#alfama")["until"] == "2026-03-30T13:00:00+01:00"
