import boto3
import pytest

JOINED = {"template": "joined", "to": "zoe@campus.example", "values": {"title": "Art & Design"}}


@pytest.fixture(autouse=True)
def sender(call):
    boto3.client("ses").verify_email_identity(EmailAddress="school@campus.example")


def test_a_mail(call, event, emails):
    assert call(event.queue([JOINED])) == {"batchItemFailures": []}
    assert [(mail["to"], mail["subject"], mail["text"], mail["html"]) for mail in emails] == [(
        ["zoe@campus.example"], "You are in Art & Design", "You have a seat in the course Art & Design.",
        "<p>You have a seat in the course Art &amp; Design.</p>")]


def test_all_templates(call, event, emails):
    call(event.queue([
        {"template": "exam", "to": "a@campus.example", "values": {"title": "Art", "start": "10:00", "room": "r1"}},
        {"template": "fee", "to": "a@campus.example", "values": {"amount": "1.20", "book": "Emma"}}]))
    assert [mail["subject"] for mail in emails] == ["Exam: Art", "A fee of the library"]


def test_unknown_templates_come_again(call, event, emails):
    batch = event.queue([{**JOINED, "template": "left"}, JOINED])
    assert call(batch) == {"batchItemFailures": [{"itemIdentifier": batch["Records"][0]["messageId"]}]}
    assert len(emails) == 1
