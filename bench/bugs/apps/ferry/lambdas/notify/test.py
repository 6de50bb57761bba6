def test_passengers_hear(call, event, tables, emails):
    for booking, status in (("b1", "PAID"), ("b2", "CANCELLED")):
        tables["ferry-bookings"].put(sailing="sund-a", booking=booking, status=status, name="Ann", email=f"{booking}@post.example")
    message = event.topic({"sailing": "sund-a", "minutes": 20}, attributes={"kind": "delay"})
    assert call(message) == {"told": 1}
    assert [email["to"] for email in emails] == [["b1@post.example"]]
    assert "20 minutes" in emails[0]["text"]


def test_other_messages(event):
    event.topic({"sailing": "sund-a"}, attributes={"kind": "price"}, refused=True)
