BO = {"sub": "bo", "email": "bo@example.com"}


def lot(tables, price=20):
    tables["auction-lots"].put(lot="l1", seller="ann", title="a lamp", state="open", ends="2099-05-01T08:00:00.000+00:00",
                               price=price, bids=0)


def test_a_bid(call, event, tables, emitted):
    lot(tables)
    response = call(event.api(path={"lot": "l1"}, claims=BO, body={"amount": 30}))
    assert (response.status, response.json) == (201, {"lot": "l1", "amount": 30.0})
    row = tables["auction-lots"].row("l1")
    assert (row["price"], row["bids"]) == (30, 1)
    assert [bid["bidder"] for bid in tables["auction-bids"].rows()] == ["bo"]
    assert emitted[0]["detail"]["amount"] == "30"


def test_a_bid_that_is_too_low(call, event, tables):
    lot(tables, price=28)
    assert call(event.api(path={"lot": "l1"}, claims=BO, body={"amount": 30})).status == 409


def test_a_large_bid_is_published(call, event, tables, published):
    lot(tables)
    call(event.api(path={"lot": "l1"}, claims=BO, body={"amount": 1500}))
    assert published["alerts"] == [{"lot": "l1", "amount": "1500"}]
