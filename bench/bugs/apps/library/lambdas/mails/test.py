def test_a_mail(call, event, emails):
    answer = call(event.queue([{"email": "ann@example.com", "subject": "Hunger is here", "text": "At the desk."}]))
    assert answer == {"batchItemFailures": []}
    assert (emails[0]["to"], emails[0]["subject"]) == (["ann@example.com"], "Hunger is here")
