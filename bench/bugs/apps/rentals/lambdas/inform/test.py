import botocore.exceptions
import pytest

CODE = {"to": "ann@example.com", "template": "code", "values": {"code": "004711", "begin": "2026-03-26 15:00"}}
REQUESTED = {"to": "ann@example.com", "template": "requested", "values": {"flat": "Alfama", "arrive": "2026-03-26", "deposit": "9"}}


def test_mails_are_sent(call, event, emails):
    assert call(event.queue([REQUESTED, CODE], group="b1")) == {"batchItemFailures": []}
    assert [mail["subject"] for mail in emails] == ["Your request for Alfama", "Your door code"]
    assert emails[1]["text"] == "The code 004711 opens the door from 2026-03-26 15:00 on."


@pytest.mark.parametrize("name, failed", [("TooManyRequestsException", 2), ("MessageRejected", 0)])
def test_what_ses_refuses(call, event, index, monkeypatch, name, failed):
    def mail(to, template, values):
        raise getattr(index.ses.exceptions, name)({"Error": {"Code": name, "Message": "no"}}, "SendEmail")

    monkeypatch.setattr(index, "mail", mail)
    assert len(call(event.queue([REQUESTED, CODE], group="b1"))["batchItemFailures"]) == failed
    assert issubclass(index.ses.exceptions.MessageRejected, botocore.exceptions.ClientError)
