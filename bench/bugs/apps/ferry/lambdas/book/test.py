import pytest

ORDER = {"sailing": "sund-2099-07-01T0930", "email": "Ann@post.example", "name": "Ann", "seats": 2, "vehicle": "car"}
ROW = {"pk": "route#sund", "sk": "sailing#2099-07-01T0930", "id": "sund-2099-07-01T0930",
       "departs": "2099-07-01T07:30:00+00:00", "seats_left": 3}


@pytest.fixture
def sailing(tables):
    tables["ferry"].put(**ROW)


def test_seats_are_held(call, event, sailing, tables, scheduled):
    response = call(event.api(body=ORDER))
    assert (response.status, response.json["cost"]) == (201, 370)
    [row] = tables["ferry-bookings"].rows()
    assert (row["status"], row["seats"], row["email"], row["day"]) == ("HELD", 2, "ann@post.example", "2099-07-01")
    assert tables["ferry"].row("route#sund", "sailing#2099-07-01T0930")["seats_left"] == 1
    [schedule] = scheduled["release"]
    assert schedule["body"] == {"sailing": "sund-2099-07-01T0930", "booking": row["booking"]}


def test_too_many(call, event, sailing, tables):
    assert call(event.api(body={**ORDER, "seats": 4})).status == 409
    assert tables["ferry-bookings"].rows() == []


def test_no_sailing(call, event):
    assert call(event.api(body=ORDER)).status == 404
