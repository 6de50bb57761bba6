def test_everybody_who_confirmed_is_asked_for(call, event, table, sent):
    for number in range(12):
        table.put(pk="person", sk=f"p{number:02}@example.com", state="confirmed")
    table.put(pk="person", sk="new@example.com", state="pending")
    assert call(event.schedule()) == {"asked": 12}
    assert len(sent["mailer"]) == 12
    assert sent["mailer"][0] == {"to": "p00@example.com", "subject": "This week"}
