def test_an_overdue_claim(call, event, tables, emails):
    tables["warranty-claims"].put(claim="c1", customer="ann", state="open", opened="2026-01-05T08:00:00+00:00")
    call(event.topic({"claim": "c1", "opened": "2026-01-05T08:00:00+00:00", "price": "49.90"}, attributes={"kind": "overdue"}))
    assert tables["warranty-claims"].row("c1")["overdue"] is True
    assert emails[0]["text"] == "It is worth 49.90 EUR."
