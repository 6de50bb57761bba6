def test_a_link_to_the_photo(call, event, table, bucket):
    table.put(pk="parcel#a1", sk="parcel", id="a1", city="Ulm", status="delivered", customer="ann",
              created="2026-05-01T08:00:00+00:00", updated="2026-05-02T08:00:00+00:00")
    bucket.put("proofs/a1.jpg", "jpeg")
    response = call(event.api(path={"id": "a1"}, claims={"sub": "ann"}))
    assert response.status == 200
    assert "proofs/a1.jpg" in response.json["link"]
    assert response.json["bytes"] == 4
