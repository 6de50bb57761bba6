import boto3
import pytest


@pytest.fixture
def gina(user_pool):
    boto3.client("ses").verify_email_identity(EmailAddress="office@orchard.example")
    return user_pool.put("gina@example.com")["sub"]


def test_a_lot(call, event, emails, gina):
    call(event.app({"lot": "l1", "grower": gina, "fruit": "plum"}, topic="LotRecorded"))
    assert [(mail["to"], mail["text"]) for mail in emails] == [
        (["gina@example.com"], "We recorded your lot l1 of plum.")]


def test_a_settlement(call, event, emails, gina):
    call(event.app({"grower": gina, "week": "2026-W27", "net": "32.94"}, topic="SettlementPaid"))
    assert [mail["text"] for mail in emails] == ["Your settlement of 2026-W27: 32.94 EUR."]


def test_a_sale(call, event, emails, gina):
    lot = {"lot": "l1", "grower": gina, "fruit": "plum", "status": "open"}
    call(event.table(old=lot, new={**lot, "status": "sold", "contract": "c1", "price": 1.2}))
    assert [mail["text"] for mail in emails] == ["Your lot l1 of plum is sold for 1.2 EUR a kilo."]


def test_nobody(call, event, emails):
    call(event.app({"lot": "l1", "grower": "nobody", "fruit": "plum"}, topic="LotRecorded"))
    assert list(emails) == []
