def test_images_are_deleted(call, event, tables, bucket):
    bucket.put("images/l1/a.jpg", "jpeg")
    bucket.put("images/l2/b.jpg", "jpeg")
    tables["auction-watchers"].put(lot="l1", email="cy@example.com", expires=4000000000)
    assert call(event.app({"lot": "l1", "seller": "ann", "sold": False})) == 1
    assert bucket.keys() == ["images/l2/b.jpg"]
    assert tables["auction-watchers"].rows() == []
