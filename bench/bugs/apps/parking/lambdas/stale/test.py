def test_a_forgotten_car(call, event, tables, published):
    tables["parking-sessions"].put(id="s1", garage="mitte", plate="BAB12", status="parked", entered="2020-05-01T08:00:00+00:00")
    tables["parking-sessions"].put(id="s2", garage="mitte", plate="BXY99", status="parked", entered="2999-05-01T08:00:00+00:00")
    assert call(event.schedule()) == {"told": 1}
    assert published["desk"][0]["session"] == "s1"
    assert call(event.schedule()) == {"told": 0}
