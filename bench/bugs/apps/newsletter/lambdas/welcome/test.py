def test_the_link_holds_address_and_token(call, event, index, monkeypatch):
    mails = []
    monkeypatch.setattr(index.mail.ses, "send_email", lambda **said: mails.append(said) or {"MessageId": "1"})
    call(event.app({"email": "ann@example.com", "token": "t1"}))
    assert mails[0]["Destination"] == {"ToAddresses": ["ann@example.com"]}
    assert mails[0]["Message"]["Body"]["Text"]["Data"] == \
        "Click https://news.example.com/confirm?email=ann%40example.com&token=t1"
