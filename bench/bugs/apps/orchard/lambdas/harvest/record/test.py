from decimal import Decimal

import pytest

GINA = {"sub": "gina"}
LOT = {"fruit": "Apricot", "kilos": 120.5, "picked": "2026-07-01", "rows": ["a1", "a2 "]}

pytestmark = pytest.mark.warm


def test_a_lot(call, event, tables, emitted):
    response = call(event.api(body=LOT, claims=GINA))
    assert response.status == 201
    assert response.json["kilos"] == 120.5
    row = tables["orchard-lots"].get_item(Key={"lot": response.json["lot"]})["Item"]
    assert (row["grower"], row["fruit"], row["kilos"], row["status"]) == ("gina", "apricot", Decimal("120.5"), "open")
    assert row["rows"] == {"a1", "a2"}
    assert [event["topic"] for event in emitted] == ["LotRecorded"]


def test_twice(call, event, tables, emitted):
    assert call(event.api(body=LOT, claims=GINA)).status == 201
    assert call(event.api(body=LOT, claims=GINA)).status == 200
    assert len(tables["orchard-lots"].rows()) == 1
    assert len(emitted) == 1


def test_no_such_day(call, event):
    assert call(event.api(body={**LOT, "picked": "2026-02-31"}, claims=GINA)).status == 400
