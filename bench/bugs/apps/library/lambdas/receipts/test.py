def test_a_receipt(call, event, sent):
    call(event.app({"isbn": "1", "title": "Hunger", "member": "ann", "email": "ann@example.com", "due": "2026-06-01"}))
    assert sent["mails"][0]["text"] == "Please bring it back until 2026-06-01."
