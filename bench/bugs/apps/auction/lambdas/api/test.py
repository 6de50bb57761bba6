ANN = {"sub": "ann", "email": "ann@example.com"}
LOT = {"lot": "l1", "seller": "ann", "title": "a lamp", "state": "open", "ends": "2099-05-01T08:00:00.000+00:00",
       "price": 20, "bids": 1}


def test_a_lot_is_offered(call, event, tables):
    body = {"title": "a lamp", "price": 19.5, "days": 7}
    response = call(event.api("/lots", method="POST", claims=ANN, body=body))
    assert response.status == 201
    assert (response.json["title"], response.json["price"]) == ("a lamp", 19.5)
    [row] = tables["auction-lots"].rows()
    assert (row["seller"], row["state"]) == ("ann", "open")


def test_lots_are_listed(call, event, tables):
    tables["auction-lots"].put(**LOT)
    response = call(event.api("/lots", method="GET"))
    assert [lot["title"] for lot in response.json["lots"]] == ["a lamp"]
    assert response.json["next"] is None


def test_a_lot_is_shown(call, event, tables):
    tables["auction-lots"].put(**LOT)
    tables["auction-bids"].put(lot="l1", placed="2026-05-01T08:00:00.000+00:00", bidder="bo", email="bo@example.com", amount=20)
    response = call(event.api("/lots/l1", method="GET"))
    assert response.json["last"] == [{"placed": "2026-05-01T08:00:00.000+00:00", "amount": 20.0}]


def test_a_lot_that_does_not_exist(call, event):
    assert call(event.api("/lots/nope", method="GET")).status == 404


def test_an_image(call, event, tables):
    tables["auction-lots"].put(**LOT)
    response = call(event.api("/lots/l1/images", method="POST", claims=ANN, body={"type": "image/png"}))
    assert response.json["key"].endswith(".png")


def test_a_lot_is_watched(call, event, tables):
    tables["auction-lots"].put(**LOT)
    assert call(event.api("/lots/l1/watch", method="POST", claims=ANN)).status == 200
    assert [row["email"] for row in tables["auction-watchers"].rows()] == ["ann@example.com"]
