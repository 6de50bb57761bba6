from decimal import Decimal

ANN = {"sub": "ann", "email": "ann@example.com"}
BODY = {"day": "2099-05-04", "shop": "river", "items": {"rye": 2, "cocoa": 1}, "from": "08:00", "until": "09:00"}


def recipes(tables):
    tables["bakery-recipes"].put(product="rye", price=Decimal("4.20"), vat="food", pieces=10)
    tables["bakery-recipes"].put(product="cocoa", price=Decimal("2.50"), vat="drink", pieces=1)


def test_an_order(call, event, tables):
    recipes(tables)
    response = call(event.api(body=BODY, claims=ANN))
    assert response.status == 201
    assert (response.json["total"], response.json["vat"]) == ("10.90", {"food": "0.55", "drink": "0.40"})
    [row] = tables["bakery-orders"].rows()
    assert (row["customer"], row["items"], row["from"]) == ("ann", {"rye": 2, "cocoa": 1}, "2099-05-04T08:00:00+02:00")
    assert row["order"].startswith("river#")


def test_refusals(call, event, tables):
    recipes(tables)
    assert call(event.api(body={**BODY, "until": "08:10"}, claims=ANN)).status == 422
    assert call(event.api(body={**BODY, "day": "2020-05-04"}, claims=ANN)).status == 422
    assert call(event.api(body={**BODY, "items": {"cake": 1}}, claims=ANN)).json == {"message": "we do not bake cake"}
