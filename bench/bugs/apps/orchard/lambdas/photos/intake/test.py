import hashlib

PHOTO = b"\xff\xd8\xff\xe0 a photo"


def test_a_photo(call, event, tables, bucket):
    tables["orchard-lots"].put(lot="l1", grower="gina", status="open")
    key = f"photos/l1/{hashlib.sha256(PHOTO).hexdigest()}.jpg"
    assert call(event.bucket("uploads/l1/a b.jpg", PHOTO)) == {"photo": key}
    assert bucket.keys() == [key]
    assert bucket.bytes(key) == PHOTO
    row = tables["orchard-lots"].row("l1")
    assert (row["photos"], row["status"]) == ([key], "photographed")
    call(event.bucket("uploads/l1/again.jpg", PHOTO))
    assert tables["orchard-lots"].row("l1")["photos"] == [key]


def test_no_photo(call, event, tables, bucket):
    tables["orchard-lots"].put(lot="l1", grower="gina", status="open")
    assert call(event.bucket("uploads/l1/a.jpg", b"GIF89a")) == {"bad": "a.jpg"}
    assert bucket.keys() == ["bad/l1/a.jpg"]
    assert tables["orchard-lots"].row("l1")["status"] == "open"


def test_its_own_photos_are_no_uploads(event):
    event.bucket("photos/l1/a.jpg", PHOTO, refused=True)
