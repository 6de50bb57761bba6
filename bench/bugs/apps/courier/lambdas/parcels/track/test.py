def test_a_parcel_is_found(call, event, table):
    table.put(pk="parcel#a1", sk="parcel", id="a1", city="Ulm", status="transit", customer="ann",
              created="2026-05-01T08:00:00+00:00", updated="2026-05-02T08:00:00+00:00")
    table.put(pk="parcel#a1", sk="scan#2026-05-02T08:00:00+00:00", place="Depot 4", driver="bo")
    response = call(event.api(path={"id": "a1"}))
    assert response.status == 200
    assert response.json == {"id": "a1", "city": "Ulm", "status": "transit", "updated": "2026-05-02T08:00:00+00:00"}
    response = call(event.api(path={"id": "a1"}, query={"scans": "yes"}))
    assert response.json["scans"] == [{"time": "2026-05-02T08:00:00+00:00", "place": "Depot 4"}]
