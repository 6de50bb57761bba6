def test_a_reminder(call, tables, sent):
    tables["boxoffice-shows"].put(id="p1", house="main", title="Peer Gynt", starts="2999-05-01T17:30+00:00", cents=3500)
    tables["boxoffice-orders"].put(
        id="o1", show="p1", seats=["A1", "A2"], email="ann@example.com", amount=7000, status="paid",
        placed="2026-05-01T08:00:00+00:00")
    call({"order": "o1"})
    assert sent["mails"][0]["subject"] == "Tomorrow: Peer Gynt"
    assert sent["mails"][0]["text"].endswith("Seats: A1, A2.")
