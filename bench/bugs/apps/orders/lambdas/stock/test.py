import pytest


@pytest.fixture
def order(table):
    """An order that was placed."""
    table.put(pk="order#1", sk="order", sku="tea", count=2, state="placed")
    return {"id": "1", "sku": "tea", "count": 2}


def test_what_was_ordered_is_taken_and_packed(call, event, table, sent, emitted, order):
    table.put(pk="sku#tea", sk="stock", pieces=9)
    call(event.app(order))
    assert table.row("sku#tea", "stock")["pieces"] == 7
    assert table.row("order#1", "order")["state"] == "taken"
    assert sent["pack"] == [{"order": "1", "items": [["tea", 2]]}]
    assert emitted == []


def test_an_order_that_comes_twice_is_taken_once(call, event, table, sent, order):
    table.put(pk="sku#tea", sk="stock", pieces=9)
    call(event.app(order))
    call(event.app(order))
    assert table.row("sku#tea", "stock")["pieces"] == 7
    assert len(sent["pack"]) == 1


def test_little_that_is_left_is_told(call, event, table, emitted, order):
    table.put(pk="sku#tea", sk="stock", pieces=6)
    call(event.app(order))
    assert emitted == [{"source": "shop.stock", "topic": "StockLow", "detail": {"sku": "tea", "left": 4}}]
