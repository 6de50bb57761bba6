def test_reminders(call, event, tables, sent):
    loans = tables["library-loans"]
    loans.put(member="ann", isbn="1", title="Hunger", email="ann@example.com", state="out", due="2026-01-02")
    loans.put(member="bob", isbn="1", title="Hunger", email="bob@example.com", state="out", due="2999-01-02")
    assert call(event.schedule()) == {"reminders": 1}
    assert sent["mails"][0]["subject"] == "Hunger is overdue"
