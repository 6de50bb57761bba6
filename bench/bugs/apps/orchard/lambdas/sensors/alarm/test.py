import boto3
import pytest

WARM = '{"store": "south", "celsius": "6.25", "time": "2026-07-01T12:00:00+02:00"}'
KIND = {"severity": "warm"}


@pytest.fixture(autouse=True)
def sender(call):
    boto3.client("ses").verify_email_identity(EmailAddress="office@orchard.example")


def test_one_mail_an_hour(call, event, emails):
    message = event.topic(WARM, attributes=KIND)
    message["Records"][0]["Sns"]["Subject"] = "south is too warm"
    call(message)
    call(message)
    assert [(mail["subject"], mail["text"]) for mail in emails] == [
        ("south is too warm", "south has 6.2 °C since 2026-07-01T12:00:00+02:00.\n")]


def test_other_messages(event):
    event.topic(WARM, attributes={"severity": "fine"}, refused=True)
