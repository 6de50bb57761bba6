def test_another_plate(call, event, index, monkeypatch, tables, published):
    monkeypatch.setattr(index, "read", lambda bucket, key: ("BXY99", 98.5))
    tables["parking-sessions"].put(id="s1", garage="mitte", plate="BAB12", status="parked", entered="2026-05-01T08:00:00+00:00")
    call(event.bucket("photos/mitte/s1.jpg", "jpeg"))
    assert tables["parking-sessions"].row("s1")["seen"] == "BXY99"
    assert published["desk"] == [{"session": "s1", "text": "BAB12 came in, the photo has BXY99."}]


def test_no_session(call, event, published):
    call(event.bucket("photos/mitte/s9.jpg", "jpeg"))
    assert published == {}
