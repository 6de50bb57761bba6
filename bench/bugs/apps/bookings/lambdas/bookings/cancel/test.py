import pytest


@pytest.fixture(autouse=True)
def booking(table):
    """A booking of ann's, with its slot."""
    table.put(pk="booking#1", sk="booking", room="blue", day="2026-05-01", guest="ann", email="ann@example.com",
              cents=9900, status="held", created="2026-04-01T12:00:00+00:00")
    table.put(pk="room#blue", sk="slot#2026-05-01", booking="1")


def test_a_cancelled_booking_frees_the_slot(call, event, table, emitted):
    assert call(event.api({"id": "1"}, claims={"sub": "ann"})).status == 204
    [row] = table.rows()
    assert row["status"] == "cancelled"
    assert emitted == [{"source": "book.cancel", "topic": "SlotFree", "detail": {"room": "blue", "day": "2026-05-01"}}]


def test_a_booking_is_cancelled_once(call, event, emitted):
    call(event.api({"id": "1"}, claims={"sub": "ann"}))
    assert call(event.api({"id": "1"}, claims={"sub": "ann"})).status == 409
    assert len(emitted) == 1


def test_bookings_of_others_stay(call, event, table):
    assert call(event.api({"id": "1"}, claims={"sub": "bob"})).status == 403
    assert call(event.api({"id": "2"}, claims={"sub": "ann"})).status == 404
    assert len(table.rows()) == 2
