def test_a_mail(call, event, tables, emails):
    tables["auction-lots"].put(lot="l1", seller="ann", title="a lamp", state="open", ends="2099-05-01T08:00:00.000+00:00",
                               price=30, bids=2)
    call(event.app({"lot": "l1", "amount": "30", "bidder": "bo", "first": False, "outbid": "cy@example.com"}))
    assert [(mail["to"], mail["subject"]) for mail in emails] == [(["cy@example.com"], "A higher bid for a lamp")]
    assert "offers 30 EUR" in emails[0]["text"]
