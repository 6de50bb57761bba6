ANN = {"sub": "ann"}


def test_the_trips_of_a_month(call, event, table):
    table.put(pk="trip#t1", sk="trip", plate="B-AB12", driver="ann", started="2026-05-01T09:00:00+00:00", kilometres=12.5,
              stops=["Mitte"])
    table.put(pk="trip#t2", sk="trip", plate="B-AB12", driver="ann", started="2026-06-01T09:00:00+00:00", kilometres=3)
    table.put(pk="trip#t3", sk="trip", plate="B-AB12", driver="bob", started="2026-05-01T09:00:00+00:00", kilometres=3)
    assert call(event.api(query={"month": "2026-05"}, claims=ANN)).json == {
        "month": "2026-05", "kilometres": 12.5,
        "trips": [{"id": "t1", "plate": "B-AB12", "kilometres": 12.5, "stops": 1}]}


def test_no_trips(call, event):
    assert call(event.api(claims=ANN)).json["trips"] == []
