ORDER = {"sku": "tea", "count": 2, "phone": "+4930123"}


def test_an_order_is_kept_and_told(call, event, table, emitted, invoked):
    invoked.runs("price")
    answer = call(event.api(body=ORDER))
    assert (answer.status, answer.json["cents"]) == (201, 900)
    assert table.rows() == [{"pk": f"order#{answer.json['id']}", "sk": "order", **ORDER, "cents": 900,
                             "state": "placed"}]
    assert emitted == [{"source": "shop.place", "topic": "OrderPlaced",
                        "detail": {"id": answer.json["id"], "sku": "tea", "count": 2}}]


def test_what_is_not_sold_is_not_found(call, event, table, invoked):
    invoked.answers("price", {"cents": None})
    assert call(event.api(body={**ORDER, "sku": "car"})).status == 404
    assert table.rows() == []
