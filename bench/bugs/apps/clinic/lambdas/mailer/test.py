import boto3
import pytest
from botocore.exceptions import ClientError

ONE = {"id": "a", "to": "zoe@example.com", "subject": "Your appointment", "text": "Dear Zoë"}
TWO = {**ONE, "id": "b", "to": "max@example.com"}

pytestmark = pytest.mark.warm


@pytest.fixture(autouse=True)
def sender(call):
    boto3.client("ses").verify_email_identity(EmailAddress="desk@clinic.example")


def count():
    return boto3.client("ses").get_send_quota()["SentLast24Hours"]


def test_mails_are_sent(call, event, tables):
    assert call(event.queue([ONE, TWO])) == {"batchItemFailures": []}
    assert count() == 2
    assert sorted(row["id"] for row in tables["clinic-sent"].rows()) == ["a", "b"]


def test_a_mail_is_sent_once(call, event):
    call(event.queue([ONE]))
    call(event.queue([ONE]))
    assert count() == 1


def test_one_that_fails_comes_again(call, event, index, monkeypatch, tables):
    real = index.ses.send_email

    def send_email(**mail):
        if mail["Destination"]["ToAddresses"] == ["zoe@example.com"]:
            raise ClientError({"Error": {"Code": "MessageRejected", "Message": "no"}}, "SendEmail")
        return real(**mail)

    monkeypatch.setattr(index.ses, "send_email", send_email)
    batch = event.queue([ONE, TWO])
    assert call(batch) == {"batchItemFailures": [{"itemIdentifier": batch["Records"][0]["messageId"]}]}
    assert count() == 1
    assert [row["id"] for row in tables["clinic-sent"].rows()] == ["b"]
