from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

pytestmark = pytest.mark.warm


def put(tables, loan, days, state="lent"):
    today = datetime.now(ZoneInfo("Europe/Dublin")).date()
    tables["campus-loans"].put(loan=loan, student="zoe", email="zoe@campus.example", book="Emma", state=state,
                               due=str(today - timedelta(days=days)))


def test_fees(call, event, tables, sent):
    put(tables, "a", 1)
    put(tables, "b", 8)
    put(tables, "c", 3)
    put(tables, "d", 0)
    put(tables, "e", 1, state="returned")
    assert call(event.schedule()) == 2
    assert sorted((fee["fee"], fee["amount"]) for fee in sent["library/charge"]) == [("a-1", "0.60"), ("b-2", "1.20")]


def test_many(call, event, tables, sent):
    for number in range(12):
        put(tables, f"l{number}", 1)
    assert call(event.schedule()) == 12
    assert len(sent["library/charge"]) == 12


def test_a_fee_has_a_maximum(index):
    loan = {"loan": "a", "student": "zoe", "email": "z", "book": "Emma", "due": "2026-01-01"}
    assert index.fee(loan, date(2026, 6, 26))["amount"] == "2.40"
    assert index.fee(loan, date(2026, 1, 8)) is None
