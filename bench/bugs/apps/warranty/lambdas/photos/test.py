def test_a_photo_is_counted(call, event, tables):
    tables["warranty-claims"].put(claim="c1", customer="ann", state="open", opened="2026-05-01T08:00:00+00:00", photos=1)
    assert call(event.bucket("photos/c1/a.jpg", "jpeg")) == "c1"
    row = tables["warranty-claims"].row("c1")
    assert (row["photos"], row["last_photo"]) == (2, "photos/c1/a.jpg")
