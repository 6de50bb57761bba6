def test_tickets(call, event, tables, bucket, sent, scheduled):
    tables["boxoffice-shows"].put(id="p1", house="main", title="Peer Gynt", starts="2999-05-01T17:30+00:00", cents=3500)
    call(event.app({"order": "o1", "show": "p1", "seats": ["A1"], "email": "ann@example.com", "amount": 3500}))
    assert "Seat A1: o1-A1" in bucket.text("tickets/o1.html")
    assert sent["mails"][0]["address"] == "ann@example.com"
    assert scheduled["remind"][0]["expression"] == "at(2999-04-30T17:30:00)"
