ANN = {"sub": "ann"}


def test_a_trip_ends(call, event, table, sent, emitted):
    table.put(pk="trip#t1", sk="trip", plate="B-AB12", driver="ann", started="2026-05-01T09:00:00+00:00")
    response = call(event.api({"id": "t1"}, body={"kilometres": 12.5, "stops": ["Mitte"]}, claims=ANN))
    assert (response.status, response.json) == (200, {"id": "t1", "cost": 5.25})
    [invoice] = sent["invoices"]
    assert (invoice["kilometres"], invoice["cost"]) == ("12.5", "5.25")
    assert emitted[0]["detail"] == {"trip": "t1", "plate": "B-AB12", "kilometres": 12.5}


def test_somebody_elses(call, event, table):
    table.put(pk="trip#t1", sk="trip", plate="B-AB12", driver="bob", started="2026-05-01T09:00:00+00:00")
    assert call(event.api({"id": "t1"}, body={"kilometres": 12}, claims=ANN)).status == 404


def test_no_distance(call, event):
    assert call(event.api({"id": "t1"}, body={"kilometres": 0}, claims=ANN)).status == 400
