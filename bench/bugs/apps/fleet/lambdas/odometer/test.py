import pytest

ENDED = {"trip": "t1", "plate": "B-AB12", "kilometres": 12.3}


@pytest.fixture
def van(table):
    table.put(pk="vehicle#B-AB12", sk="vehicle", plate="B-AB12", model="Sprinter", inspection="2027-03-01", odometer=100)


def test_kilometres_are_counted_once(call, event, table, van):
    call(event.app(ENDED, topic="TripEnded"))
    call(event.app(ENDED, topic="TripEnded"))
    assert table.row("vehicle#B-AB12", "vehicle")["odometer"] == 112.3


def test_a_van_that_was_sold(call, event, table):
    call(event.app(ENDED, topic="TripEnded"))
    assert table.rows() == []
