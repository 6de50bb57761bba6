import boto3
import pytest

ONE = {"id": "opened-1", "to": "zoe@example.com", "subject": "Printer [#1]", "text": "We look at it."}


@pytest.fixture(autouse=True)
def sender(call):
    boto3.client("ses").verify_email_identity(EmailAddress="help@acme.example")


def test_mails_are_sent(call, event, emails):
    assert call(event.queue([ONE, {**ONE, "to": "max@example.com"}])) == {"batchItemFailures": []}
    assert [(mail["to"], mail["subject"]) for mail in emails] == [
        (["zoe@example.com"], "Printer [#1]"), (["max@example.com"], "Printer [#1]")]
