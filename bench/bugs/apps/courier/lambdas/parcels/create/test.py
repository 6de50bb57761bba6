ANN = {"sub": "ann", "email": "ann@example.com"}


def test_a_parcel_is_registered(call, event, table, emitted):
    response = call(event.api(body={"city": "Ulm", "grams": 1200}, claims=ANN))
    assert response.status == 201
    [row] = table.rows()
    assert (row["customer"], row["city"], row["grams"], row["status"]) == ("ann", "Ulm", 1200, "new")
    [told] = emitted
    assert told["topic"] == "ParcelCreated"
    assert told["detail"]["id"] == response.json["id"] == row["id"]


def test_a_parcel_has_a_city(event):
    event.api(body={"grams": 1200}, claims=ANN, refused=True)
