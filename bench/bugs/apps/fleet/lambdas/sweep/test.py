def test_old_trips_are_deleted(call, event, table):
    table.put(pk="trip#t1", sk="trip", plate="B-AB12", driver="ann", started="2020-05-01T09:00:00+00:00",
              ended="2020-05-01T10:00:00+00:00")
    table.put(pk="trip#t2", sk="trip", plate="B-AB12", driver="ann", started="2099-05-01T09:00:00+00:00",
              ended="2099-05-01T10:00:00+00:00")
    table.put(pk="trip#t3", sk="trip", plate="B-AB12", driver="ann", started="2020-05-01T09:00:00+00:00")
    assert call(event.schedule()) == {"deleted": 1}
    assert sorted(row["pk"] for row in table.rows()) == ["trip#t2", "trip#t3"]
