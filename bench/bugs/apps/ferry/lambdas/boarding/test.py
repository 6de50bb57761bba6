CREW = {"sub": "c1", "email": "crew@ferry.example", "cognito:groups": ["crew"]}
TICKET = {"sailing": "sund-a", "booking": "b1"}


def test_on_board(call, event, tables):
    tables["ferry-bookings"].put(**TICKET, status="PAID", name="Ann", seats=2)
    response = call(event.api(body=TICKET, claims=CREW))
    assert (response.status, response.json) == (200, {"name": "Ann", "seats": 2})
    assert tables["ferry-bookings"].rows()[0]["boarded_by"] == "crew@ferry.example"


def test_twice(call, event, tables):
    tables["ferry-bookings"].put(**TICKET, status="PAID", name="Ann", seats=2)
    call(event.api(body=TICKET, claims=CREW))
    response = call(event.api(body=TICKET, claims=CREW))
    assert (response.status, response.json) == (409, {"message": "this ticket is boarded"})


def test_an_unknown_ticket(call, event):
    assert call(event.api(body=TICKET, claims=CREW)).status == 409
