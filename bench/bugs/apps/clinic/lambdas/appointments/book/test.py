from datetime import datetime, timedelta, timezone

import pytest

DAY = str(datetime.now(timezone.utc).date() + timedelta(days=10))
BODY = {"day": DAY, "time": "09:30", "doctor": "anna", "name": "Zoë Bär"}
ZOE = {"sub": "zoe", "email": "zoe@example.com"}

pytestmark = pytest.mark.warm


def test_an_appointment_is_a_row_and_an_event(call, event, table, emitted):
    response = call(event.api(body=BODY, claims=ZOE))
    assert (response.status, response.json) == (201, {"id": f"{DAY}T0930-anna"})
    assert table.row(f"day#{DAY}", "slot#09:30#anna") == {
        "pk": f"day#{DAY}", "sk": "slot#09:30#anna", "kind": "appointment", "patient": "zoe", "name": "Zoë Bär",
        "email": "zoe@example.com", "status": "booked"}
    assert table.row("patient#zoe", f"month#{DAY[:7]}")["appointments"] == 1
    [told] = emitted
    assert told["topic"] == "AppointmentBooked"
    assert told["detail"] == {**BODY, "id": f"{DAY}T0930-anna", "patient": "zoe", "email": "zoe@example.com"}


def test_a_time_is_given_once(call, event, table):
    call(event.api(body=BODY, claims=ZOE))
    other = call(event.api(body=BODY, claims={"sub": "max", "email": "max@example.com"}))
    assert (other.status, other.json["message"]) == (409, "this time is taken")
    assert table.row(f"day#{DAY}", "slot#09:30#anna")["patient"] == "zoe"


def test_a_cancelled_time_is_free(call, event, table):
    table.put(pk=f"day#{DAY}", sk="slot#09:30#anna", kind="appointment", patient="max", status="cancelled")
    assert call(event.api(body=BODY, claims=ZOE)).status == 201


def test_a_fourth_appointment_is_refused(call, event):
    for time in ("08:00", "08:30", "09:00"):
        assert call(event.api(body={**BODY, "time": time}, claims=ZOE)).status == 201
    assert call(event.api(body=BODY, claims=ZOE)).status == 409


def test_days_that_are_none(call, event):
    assert call(event.api(body={**BODY, "day": "2026-02-30"}, claims=ZOE)).status == 400
    assert call(event.api(body={**BODY, "day": "2020-02-03"}, claims=ZOE)).status == 400


def test_times_outside_the_hours_are_refused(event):
    event.api(body={**BODY, "time": "19:00"}, claims=ZOE, refused=True)
