def test_a_mail(call, event, emails):
    mail = {"to": "ann@example.com", "subject": "Your tickets", "lines": ["2 x today", "a<b"]}
    assert call(event.queue([mail], attributes={"kind": "ticket"})) == {"batchItemFailures": []}
    assert emails[0]["to"] == ["ann@example.com"]
    assert emails[0]["html"] == "<p>2 x today</p><p>a&lt;b</p><p>Please come ten minutes earlier.</p>"


def test_a_mail_that_lacks_a_field(call, event, emails):
    batch = event.queue([{"to": "ann@example.com"}, {"to": "bo@example.com", "subject": "Hello", "lines": []}])
    first = batch["Records"][0]["messageId"]
    assert call(batch) == {"batchItemFailures": [{"itemIdentifier": first}]}
    assert [mail["to"] for mail in emails] == [["bo@example.com"]]
