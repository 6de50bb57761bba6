QUERY = {"term": "2026a", "slot": "mon#09:00", "rooms": "r2,r1, r2"}


def test_rooms(call, event, table):
    table.put(pk="term#2026a", sk="lesson#mon#09:00#r1", room="r1", course="art", lesson="Painting")
    response = call(event.api(query=QUERY))
    assert (response.status, response.json) == (200, {"free": ["r2"], "busy": {"r1": "art"}})


def test_many(call, event, table):
    table.put(pk="term#2026a", sk="lesson#mon#09:00#r130", room="r130", course="art", lesson="Painting")
    rooms = ",".join(f"r{number}" for number in range(150))
    response = call(event.api(query={**QUERY, "rooms": rooms}))
    assert (len(response.json["free"]), response.json["busy"]) == (149, {"r130": "art"})


def test_none(call, event):
    assert call(event.api(query={**QUERY, "rooms": ","})).status == 400
