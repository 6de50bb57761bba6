import boto3
import pytest

ALERT = {"pet": "rex", "panel": "blood", "test": "glucose", "value": "9.4", "taken": "2026-05-04"}


@pytest.fixture(autouse=True)
def sender(call):
    boto3.client("ses").verify_email_identity(EmailAddress="practice@vet.example")


def sent_mails():
    return boto3.client("ses").get_send_quota()["SentLast24Hours"]


def topic(event):
    made = event.topic(ALERT)
    made["Records"][0]["Sns"]["Subject"] = "blood is out of range"
    made["Records"][0]["Sns"]["MessageAttributes"] = {"kind": {"Type": "String", "Value": "lab"}}
    return made


def test_the_vets_get_a_mail(call, event, table):
    call(topic(event))
    assert sent_mails() == 2
    assert table.row("pet#rex", "alert#lab#blood#glucose#2026-05-04")["value"] == "9.4"


def test_a_value_is_told_once(call, event):
    call(topic(event))
    call(topic(event))
    assert sent_mails() == 2
