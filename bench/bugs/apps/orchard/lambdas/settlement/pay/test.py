from decimal import Decimal

import pytest

WEEK = {"grower": "gina", "first": "2026-06-29", "last": "2026-07-05"}

pytestmark = pytest.mark.warm


def put(tables, lot, picked="2026-07-01", **more):
    tables["orchard-lots"].put(lot=lot, grower="gina", fruit="apricot", picked=picked, kilos=Decimal("10.5"), **more)


def test_a_week(call, event, tables, emitted):
    tables["orchard-prices"].put(fruit="apricot", day="2026-06-20", price=Decimal("1.25"))
    tables["orchard-prices"].put(fruit="apricot", day="2026-07-03", price=Decimal("9"))
    put(tables, "l1")
    put(tables, "l2", "2026-07-05", price=Decimal("2"))
    put(tables, "l3", "2026-07-06")
    assert call(event.queue([WEEK, WEEK])) == {"batchItemFailures": []}
    row = tables["orchard-payments"].get_item(Key={"grower": "gina", "week": "2026-W27"})["Item"]
    assert (row["gross"], row["fee"], row["net"]) == (Decimal("34.13"), Decimal("1.19"), Decimal("32.94"))
    assert row["lots"] == ["l1", "l2"]
    assert [event["detail"] for event in emitted] == [{"grower": "gina", "week": "2026-W27", "net": "32.94"}]


def test_no_price(call, event, tables, emitted):
    put(tables, "l1")
    batch = event.queue([{**WEEK, "grower": "max"}, WEEK])
    assert call(batch) == {"batchItemFailures": [{"itemIdentifier": batch["Records"][1]["messageId"]}]}
    assert tables["orchard-payments"].rows() == []
    assert list(emitted) == []
