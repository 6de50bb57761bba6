def test_a_cover(call, event, bucket, table):
    table.put(pk="book#1", sk="book", isbn="1", title="Hunger", author="Hamsun", available=1)
    assert call(event.bucket("covers/1.jpg", "jpeg")) == {"cover": "pictures/1.jpg"}
    assert bucket.keys() == ["pictures/1.jpg"]
    assert table.row("book#1", "book")["cover"] == "pictures/1.jpg"
