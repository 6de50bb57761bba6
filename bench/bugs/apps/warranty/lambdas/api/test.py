from datetime import date, timedelta
from decimal import Decimal

ANN = {"sub": "ann", "email": "ann@example.com"}


def sell(tables, days=10):
    tables["warranty-products"].put(serial="AB123456", model="kettle", price=Decimal("49.95"),
                                    sold=(date.today() - timedelta(days=days)).isoformat())


def test_a_claim_is_opened(call, event, tables):
    sell(tables)
    response = call(event.api("/claims", method="POST", claims=ANN, body={"serial": "AB123456", "text": "It leaks"}))
    assert response.status == 201
    [row] = tables["warranty-claims"].rows()
    assert (row["customer"], row["state"], row["email"]) == ("ann", "open", "ann@example.com")
    listed = call(event.api("/claims", method="GET", claims=ANN)).json["claims"]
    assert [(claim["text"], claim["price"]) for claim in listed] == [("It leaks", 49.95)]
    assert call(event.api(f"/claims/{row['claim']}", method="GET", claims=ANN)).json["state"] == "open"


def test_a_warranty_ends(call, event, tables):
    sell(tables, days=1000)
    response = call(event.api("/claims", method="POST", claims=ANN, body={"serial": "AB123456", "text": "It leaks"}))
    assert response.status == 400


def test_a_photo(call, event, tables):
    tables["warranty-claims"].put(claim="c1", customer="ann", email="ann@example.com", serial="AB123456", text="It leaks",
                                  state="open", opened="2026-05-01T08:00:00+00:00", price=Decimal("49.95"), photos=0)
    response = call(event.api("/claims/c1/photos", method="POST", claims=ANN))
    assert response.json["key"].startswith("photos/c1/")
    assert "X-Amz-Signature" in response.json["url"]
