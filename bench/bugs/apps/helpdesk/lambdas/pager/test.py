def test_the_chat_is_told(call, event, index, secret, monkeypatch):
    secret.put("t0ken")
    posted = []
    monkeypatch.setattr(index, "post", lambda token, message: posted.append((token, message["text"])))
    call(event.topic({"number": 7, "subject": "Printer", "due": "2026-05-01T13:00:00Z"}, attributes={"priority": "high"}))
    assert posted == [("t0ken", "[high] #7 Printer: due 2026-05-01T13:00:00Z")]


def test_low_ones_can_wait(event):
    event.topic({"number": 7}, attributes={"priority": "low"}, refused=True)
