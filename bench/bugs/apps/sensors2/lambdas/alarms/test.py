import boto3
import pytest

ALARM = {"device": "d1", "time": "2026-05-01T12:30:00Z", "severity": "high", "celsius": 18.5}
HIGH = {"severity": "high", "device": "d1"}


@pytest.fixture(autouse=True)
def device(table):
    boto3.client("ses").verify_email_identity(EmailAddress="station@sense.example")
    table.put(pk="device#d1", sk="device", owner="zoe", email="zoe@example.com", name="Cellar", limit=17.5)


@pytest.fixture
def mails(index, monkeypatch):
    """The mails that SES got."""
    real, sent = index.post.ses.send_email, []

    def send_email(**mail):
        sent.append(mail)
        return real(**mail)

    monkeypatch.setattr(index.post.ses, "send_email", send_email)
    return sent


def test_the_owner_is_mailed(call, event, mails, table):
    call(event.topic(ALARM, attributes=HIGH))
    [mail] = mails
    assert mail["Destination"] == {"ToAddresses": ["zoe@example.com"]}
    assert mail["Content"]["Simple"]["Subject"]["Data"] == "Cellar: high alarm"
    assert mail["Content"]["Simple"]["Body"]["Text"]["Data"] == (
        "Cellar has 18.5 °C at 2026-05-01T12:30:00Z; its limit is 17.5 °C.\n")


def test_a_silence(call, event, mails, table):
    table.put(pk="device#d1", sk="device", email="zoe@example.com", name="Cellar", last="2026-05-01T11:30:00Z")
    call(event.topic({**ALARM, "celsius": None}, attributes=HIGH))
    assert mails[0]["Content"]["Simple"]["Body"]["Text"]["Data"] == (
        "Cellar has been silent since 2026-05-01T11:30:00Z.\n")


def test_once_in_half_an_hour(call, event, mails, table):
    call(event.topic(ALARM, attributes=HIGH))
    call(event.topic(ALARM, attributes=HIGH))
    assert len(mails) == 1
    row = table.row("device#d1", "device")
    table.put(**{**row, "alarmed": row["alarmed"] - 1800})
    call(event.topic(ALARM, attributes=HIGH))
    assert len(mails) == 2


def test_a_mail_that_fails_comes_again(call, event, index, monkeypatch, table):
    def send_email(**_mail):
        raise RuntimeError("throttled")

    monkeypatch.setattr(index.post.ses, "send_email", send_email)
    with pytest.raises(RuntimeError):
        call(event.topic(ALARM, attributes=HIGH))
    assert "alarmed" not in table.row("device#d1", "device")


def test_low_alarms_are_not_mailed(event):
    event.topic({**ALARM, "severity": "low"}, attributes={"severity": "low"}, refused=True)
