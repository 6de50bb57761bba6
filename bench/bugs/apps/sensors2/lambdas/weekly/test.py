import csv
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import boto3
import pytest

OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture(autouse=True)
def devices(tables):
    boto3.client("ses").verify_email_identity(EmailAddress="station@sense.example")
    for id_, owner in (("d1", "zoe"), ("d2", "zoe"), ("d3", "max")):
        tables["sense"].put(pk=f"device#{id_}", sk="device", owner=owner, email=f"{owner}@example.com", name="Kjøkken")


def count():
    return boto3.client("ses").get_send_quota()["SentLast24Hours"]


def test_each_owner_gets_a_report(call, event, tables, bucket, index):
    monday = index.monday_of(datetime.now(OSLO)) - timedelta(days=7)
    for hours, total in ((1, 10), (2, 13), (30, 20), (24 * 7, 99)):
        moment = index.rows.text_of(monday + timedelta(hours=hours))
        tables["sense-hours"].put(device="d1", hour=moment[:13], readings=1, total=total)
    week = f"{monday:%G-W%V}"
    assert call(event.schedule()) == {"week": week, "sent": 2}
    assert bucket.keys() == [f"reports/max/{week}.csv", f"reports/zoe/{week}.csv"]
    text = bucket.bytes(f"reports/zoe/{week}.csv").decode("utf-8-sig")
    assert list(csv.reader(text.splitlines())) == [
        ["device", "name", "day", "mean"],
        ["d1", "Kjøkken", f"{monday:%Y-%m-%d}", "11.50"],
        ["d1", "Kjøkken", f"{monday + timedelta(days=1):%Y-%m-%d}", "20.00"]]
    assert count() == 2


def test_a_timer_that_comes_twice_mails_once(call, event):
    call(event.schedule())
    assert call(event.schedule())["sent"] == 0
    assert count() == 2


def test_a_mail_that_fails_is_sent_by_the_next_try(call, event, index, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(index.post, "mail", lambda *mail: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            call(event.schedule())
    assert call(event.schedule())["sent"] == 2


def test_weeks(index):
    monday = index.monday_of(datetime(2026, 1, 1, 12, tzinfo=OSLO))
    assert (f"{monday:%Y-%m-%d}", f"{monday:%G-W%V}") == ("2025-12-29", "2026-W01")


def test_days_of_summer_time(index, tables, call):
    tables["sense-hours"].put(device="d1", hour="2026-03-28T23", readings=1, total=5)
    tables["sense-hours"].put(device="d1", hour="2026-03-29T21", readings=1, total=7)
    tables["sense-hours"].put(device="d1", hour="2026-03-29T22", readings=1, total=100)
    day = datetime(2026, 3, 29, tzinfo=OSLO)
    assert index.mean_of("d1", day, day + timedelta(days=1)) == 6
