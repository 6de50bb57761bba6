PATH = "/shifts/2090-05-04/noon"


def user(name):
    return {"sub": name}


def test_a_shift_is_taken_and_left(call, event, table):
    assert call(event.api(PATH, method="PUT", claims=user("ann"))).json == {"day": "2090-05-04", "slot": "noon", "free": 3}
    assert table.row("2090-05-04", "noon")["people"] == {"ann"}
    listed = call(event.api("/shifts/2090-05-04", method="GET", claims=user("ann"))).json
    assert listed == {"morning": {"free": 4, "mine": False}, "noon": {"free": 3, "mine": True},
                      "evening": {"free": 4, "mine": False}}
    assert call(event.api(PATH, method="DELETE", claims=user("ann"))).status == 204
    assert call(event.api(PATH, method="DELETE", claims=user("ann"))).status == 404
    assert call(event.api(PATH, method="PUT", claims=user("bob"))).json["free"] == 3


def test_a_shift_has_four_places(call, event):
    for name in "abcd":
        assert call(event.api(PATH, method="PUT", claims=user(name))).status == 200
    assert call(event.api(PATH, method="PUT", claims=user("e"))).status == 409


def test_what_is_refused(call, event):
    assert call(event.api(PATH, method="PUT", claims=user("a"))).status == 200
    assert call(event.api(PATH, method="PUT", claims=user("a"))).status == 409
    assert call(event.api("/shifts/2020-05-04/noon", method="PUT", claims=user("a"))).status == 400
    assert call(event.api("/shifts/2090-05-04/night", method="PUT", claims=user("a"))).status == 404
    assert call(event.api("/shifts/monday", method="GET", claims=user("a"))).status == 400
