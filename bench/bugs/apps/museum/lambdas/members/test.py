def test_a_renewal(call, event, tables, sent, index):
    today = index.clock.today()
    ann = {"member": "m1", "name": "Ann", "email": "ann@example.com", "plan": "family", "student": True}
    tables["museum-members"].put(**ann, until=today.isoformat())
    tables["museum-members"].put(**{**ann, "member": "m2"}, until="2099-01-01")
    assert call(event.schedule()) == 1
    assert sent["mailer"][0]["lines"] == ["Dear Ann,", "63.60 EUR"]
    row = tables["museum-members"].row("m1")
    assert (row["until"], row["renewals"]) == (index.clock.add_years(today, 1).isoformat(), 1)
