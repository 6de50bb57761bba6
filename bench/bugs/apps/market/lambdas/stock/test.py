import pytest

DETAIL = {"order": "o1", "lines": [{"sku": "b1", "quantity": 2}, {"sku": "b2", "quantity": 1}]}


@pytest.fixture(autouse=True)
def products(table):
    for sku in ("b1", "b2"):
        table.put(pk=f"product#{sku}", sk="product", stock=3)


@pytest.mark.parametrize("topic", ["OrderRefunded", "OrderExpired"])
def test_products_are_put_back(call, event, table, topic):
    call(event.app(DETAIL, topic=topic))
    assert [table.row(f"product#{sku}", "product")["stock"] for sku in ("b1", "b2")] == [5, 4]


def test_once(call, event, table):
    call(event.app(DETAIL, topic="OrderRefunded"))
    call(event.app(DETAIL, topic="OrderRefunded"))
    assert table.row("product#b1", "product")["stock"] == 5
