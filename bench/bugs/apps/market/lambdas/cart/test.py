import time

import pytest

ZOE = {"sub": "zoe"}

pytestmark = pytest.mark.warm


@pytest.fixture(autouse=True)
def products(table):
    for sku in ("b1", "b2"):
        table.put(pk=f"product#{sku}", sk="product", price=12.5, stock=3)


def put(event, sku, quantity=2, claims=ZOE):
    return event.api(f"/cart/{sku}", body={"quantity": quantity}, claims=claims, method="PUT")


def test_lines_are_kept(call, event, table):
    assert call(put(event, "b1")).json == {"sku": "b1", "quantity": 2}
    call(put(event, "b2", 1))
    call(put(event, "b1", 5))
    assert call(event.api("/cart", claims=ZOE, method="GET")).json == {"lines": [
        {"sku": "b1", "quantity": 5}, {"sku": "b2", "quantity": 1}]}
    assert table.row("cart#zoe", "line#b1")["expires"] > time.time() + 6 * 86400


def test_a_line_is_removed(call, event, table):
    call(put(event, "b1"))
    assert call(event.api("/cart/b1", claims=ZOE, method="DELETE")).status == 204
    assert call(event.api("/cart", claims=ZOE, method="GET")).json == {"lines": []}


def test_carts_are_of_one_customer(call, event):
    call(put(event, "b1"))
    assert call(event.api("/cart", claims={"sub": "max"}, method="GET")).json == {"lines": []}


def test_expired_lines_are_gone(call, event, table):
    table.put(pk="cart#zoe", sk="line#b1", sku="b1", quantity=1, expires=int(time.time()) - 60)
    assert call(event.api("/cart", claims=ZOE, method="GET")).json == {"lines": []}


def test_what_is_no_product(call, event):
    assert call(put(event, "x")).status == 404


def test_a_full_cart(call, event, index, monkeypatch):
    monkeypatch.setattr(index, "MOST", 1)
    call(put(event, "b1"))
    assert call(put(event, "b1", 3)).status == 200
    assert call(put(event, "b2")).status == 409
