import io
import json

ANN = {"sub": "ann", "email": "ann@market.example", "cognito:groups": ["staff"]}
ZOE = {"sub": "zoe", "email": "zoe@example.com"}


def test_a_book_is_bought(app, tables, buckets, secrets, invoked, sent, published, monkeypatch):
    save, cart, place, pay = app["products/save"], app["cart"], app["orders/place"], app["pay"]
    invoked.runs("price")
    save.call(save.event.api({"sku": "b1"}, body={"title": "A book", "category": "books", "price": 10, "more": 2},
                             claims=ANN))
    cart.call(cart.event.api("/cart/b1", body={"quantity": 2}, claims=ZOE, method="PUT"))
    id_ = place.call(place.event.api(body={}, claims=ZOE, headers={"Idempotency-Key": "k"})).json["id"]
    secrets["market-bank"].put('{"key": "k3y"}')
    monkeypatch.setattr("urllib.request.urlopen",
                        lambda request, timeout: io.BytesIO(json.dumps({"id": "ch_1"}).encode()))
    pay.call(pay.event.queue(sent["pay"]))
    [message] = published["invoices"]
    invoices = app["invoices"]
    invoices.call(invoices.event.topic(message, attributes={"status": message["status"]}))
    assert tables["market"].row(f"order#{id_}", "order")["status"] == "paid"
    assert [key.rpartition("/")[2] for key in buckets["market"].keys()] == [f"{id_}.csv", f"{id_}.json"]
