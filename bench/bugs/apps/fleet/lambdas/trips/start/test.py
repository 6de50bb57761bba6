ANN = {"sub": "ann"}


def test_a_trip_starts(call, event, table):
    table.put(pk="vehicle#B-AB12", sk="vehicle", plate="B-AB12", model="Sprinter", inspection="2027-03-01")
    response = call(event.api(body={"plate": "B-AB12"}, claims=ANN))
    assert response.status == 201
    row = table.row(f"trip#{response.json['id']}", "trip")
    assert (row["plate"], row["driver"]) == ("B-AB12", "ann")
    assert call(event.api(body={"plate": "B-AB12"}, claims=ANN)).status == 409


def test_no_van(call, event):
    assert call(event.api(body={"plate": "X"}, claims=ANN)).status == 404
    assert call(event.api(body={}, claims=ANN)).status == 400
