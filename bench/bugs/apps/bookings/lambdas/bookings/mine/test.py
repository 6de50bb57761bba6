import pytest

BOOKING = {"sk": "booking", "room": "blue", "email": "ann@example.com", "cents": 9900, "status": "held",
           "created": "2026-04-01T12:00:00+00:00"}


@pytest.fixture(autouse=True)
def bookings(table):
    """Two bookings of ann and one of bob."""
    table.put(BOOKING, pk="booking#1", guest="ann", day="2026-05-01")
    table.put(BOOKING, pk="booking#2", guest="ann", day="2026-05-02", status="paid")
    table.put(BOOKING, pk="booking#3", guest="bob", day="2026-05-03")


def test_the_newest_comes_first(call, event):
    answer = call(event.api(claims={"sub": "ann"}))
    assert [booking["id"] for booking in answer.json] == ["2", "1"]
    assert answer.json[1] == {"id": "1", "room": "blue", "day": "2026-05-01", "status": "held", "cents": 9900}


def test_of_one_status(call, event):
    answer = call(event.api(query={"status": "paid"}, claims={"sub": "ann"}))
    assert [booking["id"] for booking in answer.json] == ["2"]
