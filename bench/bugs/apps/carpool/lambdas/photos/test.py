def test_a_photo(call, event, tables):
    tables["carpool-damages"].put(car="a1", damage="d1", driver="ann", text="a dent")
    call(event.bucket("damages/a1/d1/0.jpg", b"\xff\xd8\xff\xe0more"))
    call(event.bucket("damages/a1/d1/1.jpg", b"\xff\xd8\xff\xe0more"))
    assert tables["carpool-damages"].row("a1", "d1")["photos"] == {"damages/a1/d1/0.jpg", "damages/a1/d1/1.jpg"}


def test_a_file_that_is_no_photo(call, event, tables, buckets):
    tables["carpool-damages"].put(car="a1", damage="d1", driver="ann", text="a dent")
    call(event.bucket("damages/a1/d1/0.jpg", b"MZ"))
    assert buckets["carpool-photos"].keys() == []
    assert "photos" not in tables["carpool-damages"].row("a1", "d1")
