LEFT = {"plate": "B-AB12", "at": "2026-05-01T09:30:00Z", "lat": 52.9, "lon": 13.4}


def test_a_van_without_a_driver(call, event, table, published):
    table.put(pk="vehicle#B-AB12", sk="vehicle", plate="B-AB12", model="Sprinter", inspection="2027-03-01")
    assert call(event.app(LEFT, topic="VanLeftCity")) == {"told": True}
    assert published["alarms"][0]["model"] == "Sprinter"


def test_a_van_with_a_driver(call, event, table):
    table.put(pk="vehicle#B-AB12", sk="vehicle", plate="B-AB12", model="Sprinter", driver="sub-1", inspection="2027-03-01")
    assert call(event.app(LEFT, topic="VanLeftCity")) == {"told": False}
