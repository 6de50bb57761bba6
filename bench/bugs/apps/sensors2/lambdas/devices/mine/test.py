ZOE = {"sub": "zoe", "email": "zoe@example.com"}


def put(table, id_, owner="zoe", **more):
    table.put(pk=f"device#{id_}", sk="device", owner=owner, name="Cellar", limit=17.5, **more)


def test_an_owner_sees_hers(call, event, table):
    put(table, "d1", last="2026-05-01T12:30:00Z", latest=11.5)
    put(table, "d2", owner="max")
    table.put(pk="device#d1", sk="reading#2026-05-01T12:30:00Z", celsius=11.5)
    assert call(event.api(claims=ZOE)).json == {"devices": [
        {"id": "d1", "name": "Cellar", "limit": 17.5, "last": "2026-05-01T12:30:00Z", "latest": 11.5}]}


def test_new_devices_have_no_reading(call, event, table):
    put(table, "d1")
    assert call(event.api(claims=ZOE)).json["devices"][0]["last"] is None


def test_pages(call, event, table):
    for number in range(30):
        put(table, f"d{number}")
    first = call(event.api(claims=ZOE)).json
    second = call(event.api(query={"next": first["next"]}, claims=ZOE)).json
    assert len({one["id"] for one in first["devices"] + second["devices"]}) == 30
    assert "next" not in second
    assert call(event.api(query={"next": first["next"]}, claims={"sub": "max"})).status == 400


def test_a_page_that_is_none(call, event):
    assert call(event.api(query={"next": "abc"}, claims=ZOE)).status == 400
