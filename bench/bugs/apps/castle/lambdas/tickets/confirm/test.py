DETAIL = {"ticket": "0123456789abcdef", "day": "2099-05-01", "time": "10:30", "email": "ann@example.com", "persons": 2,
          "price": "29.00"}


def test_a_mail(call, event, secret, emails):
    secret.put("d00r")
    call(event.app(DETAIL))
    [mail] = emails
    assert (mail["to"], mail["subject"]) == (["ann@example.com"], "Your ticket of 2099-05-01")
    assert "2 persons on 2099-05-01 at 10:30: 01234567-" in mail["text"]
    assert "29.00 EUR" in mail["text"]
