import gzip
import json
from datetime import date

import pytest

pytestmark = pytest.mark.warm


def entry(tables, owner, name, rent, currency="EUR"):
    tables["rentals-ledger"].put(owner=owner, entry=name, flat="alfama", rent=rent, tax=2, currency=currency)


def test_each_owner_has_a_statement(call, event, tables, bucket):
    entry(tables, "o1", "2026-05-20#b2", 100)
    entry(tables, "o1", "2026-05-07#b1", 85, "GBP")
    entry(tables, "o2", "2026-05-09#b3", 241.5)
    entry(tables, "o2", "2026-06-01#b4", 500)
    summary = call({"month": "2026-05"})
    assert summary == {"month": "2026-05", "owners": 2, "euros": "388.52"}
    text = gzip.decompress(bucket.bytes("statements/2026-05/o1.csv.gz")).decode()
    assert text == "left,booking,flat,euros\n2026-05-07,b1,alfama,88.00\n2026-05-20,b2,alfama,88.00\n"
    assert json.loads(bucket.text("statements/2026-05/summary.json")) == summary


def test_without_entries(call, event):
    assert call(event.schedule())["owners"] == 0


def test_the_month_before(index):
    assert index.last_month(date(2026, 1, 31)) == "2025-12"
    assert index.last_month(date(2026, 3, 1)) == "2026-02"
