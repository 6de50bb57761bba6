BOOKING = {"sailing": "sund-2099-07-01T0930", "booking": "b1", "status": "PAID", "seats": 2, "name": "Åse",
           "email": "ann@post.example"}


def test_a_ticket(call, event, tables, bucket, emails):
    tables["ferry-bookings"].put(**BOOKING)
    call(event.app({"sailing": "sund-2099-07-01T0930", "booking": "b1", "seats": 2}))
    assert bucket.text("tickets/sund-2099-07-01T0930/b1.txt").endswith("Åse: 2 seats")
    assert emails[0]["to"] == ["ann@post.example"]
    assert emails[0]["subject"] == "Your ticket b1"
