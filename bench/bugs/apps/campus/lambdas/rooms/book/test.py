import pytest

TOM = {"sub": "tom", "email": "tom@campus.example", "cognito:groups": ["teachers"]}

pytestmark = pytest.mark.warm


def book(call, event, start, end, room="r1"):
    return call(event.api(path={"room": room}, body={"start": start, "end": end, "purpose": "choir"}, claims=TOM))


def test_a_booking_in_summer(call, event, table):
    response = book(call, event, "2026-07-01T10:00", "2026-07-01T12:00")
    assert (response.status, response.json) == (
        201, {"room": "r1", "start": "2026-07-01T09:00Z", "end": "2026-07-01T11:00Z"})
    assert table.row("room#r1", "booking#2026-07-01T09:00Z")["by"] == "tom@campus.example"


def test_overlaps(call, event):
    assert book(call, event, "2026-07-01T10:00", "2026-07-01T12:00").status == 201
    assert book(call, event, "2026-07-01T11:00", "2026-07-01T13:00").status == 409
    assert book(call, event, "2026-07-01T09:00", "2026-07-01T10:30").status == 409
    assert book(call, event, "2026-07-01T10:00", "2026-07-01T11:00").status == 409
    assert book(call, event, "2026-07-01T12:00", "2026-07-01T13:00").status == 201
    assert book(call, event, "2026-07-01T09:00", "2026-07-01T10:00").status == 201
    assert book(call, event, "2026-07-01T10:00", "2026-07-01T12:00", room="r2").status == 201


def test_times(call, event):
    assert book(call, event, "noon", "2026-07-01T12:00").status == 400
    assert book(call, event, "2026-07-01T12:00", "2026-07-01T12:00").status == 400
    assert book(call, event, "2026-07-01T12:00", "2026-07-01T21:00").status == 400
