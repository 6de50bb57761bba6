def test_a_lot_is_closed(call, event, tables, sent, emitted):
    for lot, ends in [("l1", "2026-01-01T08:00:00.000+00:00"), ("l2", "2099-01-01T08:00:00.000+00:00")]:
        tables["auction-lots"].put(lot=lot, seller="ann", title="a lamp", state="open", ends=ends, price=20, bids=1)
    tables["auction-bids"].put(lot="l1", placed="2025-12-30T08:00:00.000+00:00", bidder="bo", email="bo@example.com", amount=20)
    assert call(event.schedule()) == ["l1"]
    assert sent["invoice"] == [{"lot": "l1", "title": "a lamp", "email": "bo@example.com", "amount": "20"}]
    assert tables["auction-lots"].row("l1")["state"] == "closed"
    assert [entry["detail"]["sold"] for entry in emitted] == [True]
