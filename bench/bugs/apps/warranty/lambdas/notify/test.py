def test_an_accepted_claim(call, event, emails):
    call(event.app({"claim": "c1", "email": "ann@example.com", "state": "accepted", "reason": ""}))
    assert [(mail["to"], mail["subject"]) for mail in emails] == [(["ann@example.com"], "Your claim c1")]


def test_a_refused_claim(call, event, emails):
    call(event.app({"claim": "c1", "email": "ann@example.com", "state": "refused", "reason": "It was dropped."}))
    assert emails[0]["text"] == "We cannot accept your claim c1. It was dropped."
