import time

import pytest

ZOE = {"sub": "zoe", "email": "zoe@example.com"}
KEY = {"Idempotency-Key": "k1"}


@pytest.fixture(autouse=True)
def cart(table, invoked):
    invoked.runs("price")
    for sku, price in (("b1", 12.5), ("b2", 10)):
        table.put(pk=f"product#{sku}", sk="product", title=f"Book {sku}", price=price, stock=3)
    table.put(pk="cart#zoe", sk="line#b1", sku="b1", quantity=2, expires=int(time.time()) + 600)
    table.put(pk="cart#zoe", sk="line#b2", sku="b2", quantity=1, expires=int(time.time()) + 600)


def test_an_order_takes_from_the_stock(call, event, table, sent):
    response = call(event.api(body={}, claims=ZOE, headers=KEY))
    assert response.status == 201
    assert response.json["total"] == 41.65
    id_ = response.json["id"]
    order = table.row(f"order#{id_}", "order")
    assert (order["status"], order["owner"], order["total"], order["vat"]) == ("open", "zoe", 41.65, 6.65)
    assert [line["sku"] for line in order["lines"]] == ["b1", "b2"]
    assert table.row("product#b1", "product")["stock"] == 1
    assert table.row("product#b2", "product")["stock"] == 2
    assert not [row for row in table.rows() if row["pk"].startswith("cart#")]
    assert sent["pay"] == [{"order": id_}]


def test_an_order_that_is_sent_twice_is_one(call, event, table):
    first = call(event.api(body={}, claims=ZOE, headers=KEY))
    again = call(event.api(body={}, claims=ZOE, headers={"idempotency-key": "k1"}))
    assert (again.status, again.json) == (200, first.json)
    assert table.row("product#b1", "product")["stock"] == 1


def test_the_key_of_another_customer(call, event, table):
    first = call(event.api(body={}, claims=ZOE, headers=KEY)).json["id"]
    table.put(pk="cart#max", sk="line#b1", sku="b1", quantity=1, expires=int(time.time()) + 600)
    other = call(event.api(body={}, claims={"sub": "max", "email": "max@example.com"}, headers=KEY))
    assert other.status == 201
    assert other.json["id"] != first


def test_sold_out(call, event, table, sent):
    table.put(pk="product#b2", sk="product", title="Book b2", price=10, stock=0)
    assert call(event.api(body={}, claims=ZOE, headers=KEY)).status == 409
    assert table.row("product#b1", "product")["stock"] == 3
    assert sent["pay"] == []


def test_a_coupon(call, event, table):
    table.put(pk="coupon#SPRING", sk="coupon", percent=10, until="2099-01-01")
    assert call(event.api(body={"coupon": "SPRING"}, claims=ZOE, headers=KEY)).json["total"] == 37.49


def test_an_empty_cart(call, event):
    assert call(event.api(body={}, claims={"sub": "max", "email": "max@example.com"}, headers=KEY)).status == 409


def test_a_key_is_needed(call, event):
    assert call(event.api(body={}, claims=ZOE)).status == 400


def test_price_fails(call, event, invoked, table):
    invoked.fails("price", "closed")
    with pytest.raises(RuntimeError, match="closed"):
        call(event.api(body={}, claims=ZOE, headers=KEY))
    assert table.row("product#b1", "product")["stock"] == 3
