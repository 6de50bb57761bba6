def test_an_image_is_added(call, event, tables):
    tables["auction-lots"].put(lot="l1", seller="ann", title="a lamp", state="open", ends="2099-05-01T08:00:00.000+00:00",
                               price=30, bids=2)
    call(event.bucket("images/l1/a.jpg", "jpeg"))
    assert tables["auction-lots"].row("l1")["images"] == ["images/l1/a.jpg"]
