import time

CANCELLED = {"id": "2026-05-04T0930-anna", "day": "2026-05-04", "time": "09:30", "doctor": "anna", "patient": "zoe",
             "name": "Zoë", "email": "zoe@example.com"}


def wait(table, patient, joined, until="2026-06-01"):
    table.put(pk="wait#anna", sk=patient, joined=joined, until=until, name=patient.title(),
              email=f"{patient}@example.com", expires=int(time.time()) + 9999)


def test_who_waits_longest_gets_it(call, event, table, emitted):
    wait(table, "amy", "2026-04-03T10:00:00+00:00")
    wait(table, "max", "2026-04-02T10:00:00+00:00")
    wait(table, "zoe", "2026-04-01T10:00:00+00:00")
    wait(table, "bob", "2026-04-01T10:00:00+00:00", until="2026-05-01")
    assert call(event.app(CANCELLED, topic="AppointmentCancelled")) == {"offered": "max"}
    assert [(one["topic"], one["detail"]["email"]) for one in emitted] == [("SlotOffered", "max@example.com")]
    assert [row["sk"] for row in table.rows()] == ["amy", "bob", "zoe"]


def test_nobody_waits(call, event, emitted):
    assert call(event.app(CANCELLED, topic="AppointmentCancelled")) == {"offered": None}
    assert emitted == []
