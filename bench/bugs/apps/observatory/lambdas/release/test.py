def put(tables, image, taken):
    tables["observatory-images"].put(proposal="p1", image=image, status="reduced", taken=taken, institute="oslo", size=10)


def test_an_embargo(call, event, tables, buckets, websites):
    put(tables, "i1", "2020-10-05T21:10:00+00:00")
    put(tables, "i2", "2999-10-05T21:10:00+00:00")
    put(tables, "i3", "2021-10-05T21:10:00+00:00")
    buckets["observatory"].put("reduced/p1/i1.gz", "1")
    assert call(event.schedule()) == {"released": 1, "missing": ["i3"]}
    assert websites["observatory-archive"].keys() == ["2020/i1.gz"]
    assert [row["status"] for row in tables["observatory-images"].rows()] == ["public", "reduced", "reduced"]
