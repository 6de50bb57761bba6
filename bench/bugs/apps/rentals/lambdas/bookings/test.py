import pytest

ANN = {"sub": "ann"}
BODY = {"flat": "alfama", "arrive": "2090-05-04", "leave": "2090-05-07", "guests": 2, "email": "ann@example.com"}


@pytest.fixture(autouse=True)
def flat(table):
    table.put(pk="flat#alfama", sk="flat", name="Alfama", city="lisbon", owner="o1", sleeps=4, tax=2)
    table.put(pk="flat#alfama", sk="season#2090-05-01", price=80.5)


def post(call, event, **changes):
    return call(event.api("/bookings", method="POST", body={**BODY, **changes}, claims=ANN))


def test_a_booking_takes_its_nights(call, event, table, sent):
    response = post(call, event)
    assert response.status == 201
    assert (response.json["deposit"], response.json["currency"]) == ("76.05", "EUR")
    row = table.row(f"booking#{response.json['id']}", "booking")
    assert (row["state"], row["total"], row["owner"], row["guest"]) == ("requested", 253.5, "o1", "ann")
    assert [row["sk"] for row in table.rows() if row["sk"].startswith("night#")] == [
        "night#2090-05-04", "night#2090-05-05", "night#2090-05-06"]
    assert sent["inform"] == [{"to": "ann@example.com", "template": "requested",
                               "values": {"flat": "Alfama", "arrive": "2090-05-04", "deposit": "76.05"}}]


def test_a_night_is_taken_once(call, event, table):
    post(call, event)
    assert post(call, event, arrive="2090-05-06", leave="2090-05-08").status == 409
    assert post(call, event, arrive="2090-05-07", leave="2090-05-08", currency="GBP").status == 201


def test_a_guest_sees_her_bookings(call, event, table):
    post(call, event)
    post(call, event, arrive="2090-05-20", leave="2090-05-21")
    table.put(pk="booking#x", sk="booking", guest="ann", state="expired")
    table.put(pk="booking#y", sk="booking", guest="bob", state="paid")
    response = call(event.api("/bookings", method="GET", claims=ANN))
    assert [booking["arrive"] for booking in response.json["bookings"]] == ["2090-05-20", "2090-05-04"]


def test_what_is_refused(call, event, table):
    assert post(call, event, flat="none").status == 404
    assert post(call, event, arrive="2020-05-04").status == 400
    assert post(call, event, arrive="may").status == 400
    assert post(call, event, guests=5).status == 400
    assert post(call, event, leave="2090-09-07").status == 400
    assert post(call, event, arrive="2090-04-01", leave="2090-04-02").status == 409
