def test_the_parcels_of_a_customer(call, event, table):
    for day in ("01", "02", "03"):
        table.put(pk=f"parcel#{day}", sk="parcel", id=day, city="Ulm", status="new", customer="ann", grams=500,
                  created=f"2026-05-{day}T08:00:00+00:00", updated="2026-05-03T08:00:00+00:00")
    table.put(pk="parcel#x", sk="parcel", id="x", city="Ulm", status="new", customer="bob", grams=500,
              created="2026-05-01T08:00:00+00:00", updated="2026-05-03T08:00:00+00:00")
    response = call(event.api(claims={"sub": "ann"}))
    assert response.status == 200
    assert [parcel["id"] for parcel in response.json["parcels"]] == ["03", "02", "01"]
