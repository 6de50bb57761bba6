import pytest

BOOKING = {"sailing": "sund-2099-07-01T0930", "booking": "b1", "status": "HELD", "seats": 2}
SAILING = {"pk": "route#sund", "sk": "sailing#2099-07-01T0930", "id": "sund-2099-07-01T0930", "seats_left": 1}
REQUEST = {"sailing": "sund-2099-07-01T0930", "booking": "b1"}


@pytest.fixture
def rows(tables):
    tables["ferry"].put(**SAILING)
    tables["ferry-bookings"].put(**BOOKING)


def test_seats_are_free_again(call, rows, tables):
    assert call(REQUEST) == {"released": 2}
    assert tables["ferry"].rows() == [{**SAILING, "seats_left": 3}]
    assert tables["ferry-bookings"].rows()[0]["status"] == "CANCELLED"


def test_twice(call, rows, tables):
    call(REQUEST)
    assert call(REQUEST) == {"released": 0}
    assert tables["ferry"].rows()[0]["seats_left"] == 3


def test_a_paid_booking(call, rows, tables):
    tables["ferry-bookings"].put(**{**BOOKING, "status": "PAID"})
    assert call(REQUEST) == {"released": 0}
