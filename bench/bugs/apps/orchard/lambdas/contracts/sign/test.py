from decimal import Decimal

import pytest

OFFICE = {"sub": "olga", "cognito:groups": ["office"]}

pytestmark = pytest.mark.warm


def sign(call, event, lots):
    return call(event.api(path={"buyer": "juice"}, body={"lots": lots, "price": "1.20"}, claims=OFFICE))


def test_a_contract(call, event, tables):
    for lot in ("l1", "l2"):
        tables["orchard-lots"].put(lot=lot, grower="gina", status="open")
    response = sign(call, event, ["l2", "l1"])
    assert (response.status, response.json["lots"], response.json["price"]) == (201, ["l1", "l2"], 1.2)
    (row,) = tables["orchard-contracts"].rows()
    assert (row["buyer"], row["contract"], row["lots"]) == ("juice", response.json["contract"], ["l1", "l2"])
    lot = tables["orchard-lots"].get_item(Key={"lot": "l1"})["Item"]
    assert (lot["status"], lot["price"], lot["contract"]) == ("sold", Decimal("1.20"), row["contract"])


def test_sold_lots(call, event, tables):
    tables["orchard-lots"].put(lot="l1", grower="gina", status="open")
    tables["orchard-lots"].put(lot="l2", grower="gina", status="sold")
    response = sign(call, event, ["l1", "l2"])
    assert (response.status, response.json) == (409, {"sold": ["l2"]})
    assert tables["orchard-lots"].row("l1")["status"] == "open"
    assert tables["orchard-contracts"].rows() == []
