BODY = {"show": "p1", "seats": ["A1", "A2"], "email": "Ann@example.com"}


def test_an_order(call, event, tables):
    tables["boxoffice-shows"].put(id="p1", house="main", title="Peer Gynt", starts="2999-05-01T17:30+00:00", cents=3500)
    for seat in ("A1", "A2", "A3"):
        tables["boxoffice-seats"].put(show="p1", seat=seat)
    response = call(event.api(body=BODY))
    assert (response.status, response.json["amount"]) == (201, 7000)
    order = tables["boxoffice-orders"].row(response.json["order"])
    assert (order["email"], order["seats"], order["status"]) == ("ann@example.com", ["A1", "A2"], "held")
    assert tables["boxoffice-seats"].row("p1", "A1")["taken"] == order["id"]
    assert call(event.api(body=BODY)).status == 409


def test_no_show(call, event):
    assert call(event.api(body=BODY)).status == 404
