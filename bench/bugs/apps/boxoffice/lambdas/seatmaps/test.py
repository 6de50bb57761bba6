def test_a_map(call, event, tables):
    tables["boxoffice-shows"].put(id="p1", house="main", title="Peer Gynt", starts="2999-05-01T17:30+00:00", cents=3500)
    assert call(event.bucket("seatmaps/p1.csv", "row,first,last\nA,1,3\nB,1,2\n")) == {"seats": 5}
    assert sorted(row["seat"] for row in tables["boxoffice-seats"].rows()) == ["A1", "A2", "A3", "B1", "B2"]
