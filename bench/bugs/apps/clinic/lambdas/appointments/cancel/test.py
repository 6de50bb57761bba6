import pytest

ID = "2026-05-04T0930-anna"
ZOE = {"sub": "zoe"}


@pytest.fixture
def booked(table):
    table.put(pk="day#2026-05-04", sk="slot#09:30#anna", kind="appointment", patient="zoe", name="Zoë",
              email="zoe@example.com", status="booked")
    table.put(pk="patient#zoe", sk="month#2026-05", appointments=2)


def test_it_is_cancelled_and_told(call, event, table, emitted, booked):
    assert call(event.api({"id": ID}, claims=ZOE)).status == 204
    assert table.row("day#2026-05-04", "slot#09:30#anna")["status"] == "cancelled"
    assert table.row("patient#zoe", "month#2026-05")["appointments"] == 1
    assert emitted[0]["topic"] == "AppointmentCancelled"
    assert emitted[0]["detail"] == {"id": ID, "day": "2026-05-04", "time": "09:30", "doctor": "anna", "patient": "zoe",
                                    "name": "Zoë", "email": "zoe@example.com"}


def test_somebody_elses_is_not_found(call, event, table, booked):
    assert call(event.api({"id": ID}, claims={"sub": "max"})).status == 404
    assert table.row("day#2026-05-04", "slot#09:30#anna")["status"] == "booked"


def test_it_is_cancelled_once(call, event, table, emitted, booked):
    call(event.api({"id": ID}, claims=ZOE))
    assert call(event.api({"id": ID}, claims=ZOE)).status == 409
    assert table.row("patient#zoe", "month#2026-05")["appointments"] == 1
    assert len(emitted) == 1


def test_what_is_no_id_is_not_found(call, event):
    assert call(event.api({"id": "monday"}, claims=ZOE)).status == 404
