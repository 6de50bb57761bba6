def test_a_mail(call, event, emails):
    call(event.topic({"session": "s1", "text": "BAB12 is in mitte for 60 hours."}, attributes={"kind": "stale"}))
    assert emails[0]["to"] == ["ops@parkwell.example"]
    assert emails[0]["text"] == "BAB12 is in mitte for 60 hours.\n\nSession s1"
