def test_the_next_member(call, event, table, sent):
    table.put(pk="book#1", sk="hold#2026-05-01T10:00:00#bob", member="bob", email="bob@example.com")
    call(event.app({"isbn": "1", "title": "Hunger", "member": "ann"}))
    assert sent["mails"][0]["email"] == "bob@example.com"
    assert table.rows() == []


def test_nobody_waits(call, event, sent):
    call(event.app({"isbn": "1", "title": "Hunger", "member": "ann"}))
    assert sent == {}
