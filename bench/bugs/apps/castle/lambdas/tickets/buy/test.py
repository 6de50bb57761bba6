ORDER = {"day": "2099-05-01", "time": "10:30", "email": "Ann@example.com ", "persons": 2}


def test_a_ticket_is_sold(call, event, tables, emitted):
    tables["castle-slots"].put(day="2099-05-01", time="10:30", quota=10, sold=8)
    response = call(event.api(body=ORDER))
    assert (response.status, response.json["price"]) == (201, "29.00")
    assert tables["castle-slots"].row("2099-05-01", "10:30")["sold"] == 10
    [ticket] = tables["castle-tickets"].rows()
    assert (ticket["email"], ticket["persons"], ticket["price"]) == ("ann@example.com", 2, 29)
    assert emitted[0]["detail"]["ticket"] == ticket["ticket"]


def test_a_slot_is_full(call, event, tables):
    tables["castle-slots"].put(day="2099-05-01", time="10:30", quota=10, sold=9)
    assert call(event.api(body=ORDER)).status == 409
    assert tables["castle-tickets"].rows() == []


def test_a_friend_pays_half(call, event, tables):
    tables["castle-slots"].put(day="2099-05-01", time="10:30", quota=10, sold=0)
    tables["castle-members"].put(card="c1", email="ann@example.com", name="Ann", kind="friend", expires="2099-12-31")
    assert call(event.api(body={**ORDER, "card": "c1"})).json["price"] == "21.75"


def test_a_card_has_expired(call, event, tables):
    tables["castle-members"].put(card="c1", email="ann@example.com", name="Ann", kind="friend", expires="2020-12-31")
    assert call(event.api(body={**ORDER, "card": "c1"})).status == 403


def test_a_slot_of_the_past(call, event):
    assert call(event.api(body={**ORDER, "day": "2020-05-01"})).status == 410
