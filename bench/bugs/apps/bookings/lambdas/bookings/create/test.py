import pytest

CLAIMS = {"sub": "ann", "email": "ann@example.com"}
WANTED = {"room": "blue", "day": "2026-05-01"}


@pytest.fixture(autouse=True)
def room(table):
    """The room blue."""
    table.put(pk="rooms", sk="blue", seats=4, cents=9900)


def test_a_booking_takes_the_slot(call, event, table):
    answer = call(event.api(body=WANTED, claims=CLAIMS))
    assert (answer.status, answer.json["status"], answer.json["cents"]) == (201, "held", 9900)
    row = table.row(f"booking#{answer.json['id']}", "booking")
    assert (row["guest"], row["email"], row["day"], row["status"]) == ("ann", "ann@example.com", "2026-05-01", "held")
    assert table.row("room#blue", "slot#2026-05-01")["booking"] == answer.json["id"]


def test_a_room_is_booked_once_a_day(call, event, table):
    call(event.api(body=WANTED, claims=CLAIMS))
    assert call(event.api(body=WANTED, claims={"sub": "bob", "email": "bob@example.com"})).status == 409
    assert len(table.rows()) == 3


def test_a_room_or_day_that_there_is_not(call, event):
    assert call(event.api(body={**WANTED, "room": "pink"}, claims=CLAIMS)).status == 404
    assert call(event.api(body={**WANTED, "day": "2026-02-30"}, claims=CLAIMS)).status == 400
