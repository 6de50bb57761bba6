ANN = {"sub": "ann"}


def test_episodes_are_numbered(call, event):
    for number in (1, 2):
        response = call(event.api("/shows/sea/episodes", method="POST", body={"title": "Tides"}, claims=ANN))
        assert (response.status, response.json) == (201, {"number": number})
    listed = call(event.api("/shows/sea/episodes", method="GET", claims=ANN)).json["episodes"]
    assert [(episode["number"], episode["state"]) for episode in listed] == [(2, "draft"), (1, "draft")]


def test_one_episode(call, event, table):
    table.put(pk="show#sea", sk="episode#0001", title="Tides", state="ready", changed="2026-05-01T10:00:00+00:00")
    assert call(event.api("/shows/sea/episodes/1", method="GET", claims=ANN)).json["title"] == "Tides"
    assert call(event.api("/shows/sea/episodes/2", method="GET", claims=ANN)).status == 404


def test_a_release_is_a_schedule(call, event, scheduled):
    response = call(event.api("/shows/sea/episodes/1/release", method="PUT", body={"at": "2099-05-01T10:00:00+02:00"},
                              claims=ANN))
    assert response.status == 200
    [schedule] = scheduled["publish"]
    assert schedule["expression"] == "at(2099-05-01T08:00:00)"
    assert schedule["body"] == {"show": "sea", "number": 1}
