import boto3


def test_mails_are_sent(call, event):
    ses = boto3.client("ses")
    ses.verify_email_identity(EmailAddress="news@example.com")
    assert call(event.queue([{"to": "ann@example.com", "subject": "This week"}])) == {"batchItemFailures": []}
    assert ses.get_send_quota()["SentLast24Hours"] == 1


def test_a_mail_that_is_refused_comes_again(call, event):
    batch = event.queue([{"to": "ann", "subject": "This week"}])
    assert len(call(batch)["batchItemFailures"]) == 1
