def test_a_mail(call, event, tables, emails):
    tables["donations-donors"].put(donor="d1", email="ann@example.com", name="Ann", newsletter=True, since="2025-01-01")
    call(event.app({"donor": "d1", "gift": "p1", "campaign": "school", "amount": "25.00"}))
    assert [(mail["to"], mail["subject"]) for mail in emails] == [(["ann@example.com"], "Thank you for the school")]
    assert emails[0]["text"].startswith("Dear Ann,")
