def test_a_receipt(call, event, tables, bucket, emails):
    tables["parking-sessions"].put(
        id="s1", garage="mitte", plate="BAB12", status="paid", charge="ch_1", email="ann@example.com",
        entered="2026-05-01T08:00:00+00:00", exited="2026-05-01T09:30:00+00:00")
    call(event.app({"session": "s1", "cents": 400, "charge": "ch_1"}))
    assert bucket.text("receipts/s1.txt").split("\n")[-1] == "4.00 EUR"
    assert emails[0]["to"] == ["ann@example.com"]
    assert "receipts/s1.txt" in emails[0]["text"]
