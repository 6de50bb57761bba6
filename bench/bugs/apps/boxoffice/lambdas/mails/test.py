def test_a_mail(call, event, emails):
    mail = {"address": "ann@example.com", "subject": "Your tickets", "text": "Please print."}
    assert call(event.queue([mail])) == {"batchItemFailures": []}
    assert (emails[0]["to"], emails[0]["subject"]) == (["ann@example.com"], "Your tickets")
