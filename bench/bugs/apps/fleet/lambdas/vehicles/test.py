BOSS = {"sub": "boss", "email": "boss@vans.example", "cognito:groups": ["dispatch"]}
VAN = {"plate": "B-AB12", "model": "Sprinter", "inspection": "2027-03-01"}


def test_a_vehicle_is_added(call, event):
    response = call(event.api("/vehicles", method="POST", body=VAN, claims=BOSS))
    assert (response.status, response.json) == (201, {"plate": "B-AB12"})
    assert call(event.api("/vehicles/B-AB12", method="GET", claims=BOSS)).json == {**VAN, "driver": None}
    assert call(event.api("/vehicles", method="GET", claims=BOSS)).json == {"vehicles": [{**VAN, "driver": None}]}


def test_a_plate_twice(call, event):
    call(event.api("/vehicles", method="POST", body=VAN, claims=BOSS))
    assert call(event.api("/vehicles", method="POST", body=VAN, claims=BOSS)).status == 400


def test_a_driver(call, event):
    call(event.api("/vehicles", method="POST", body=VAN, claims=BOSS))
    response = call(event.api("/vehicles/B-AB12/driver", method="PUT", body={"driver": "sub-1"}, claims=BOSS))
    assert response.json == {"plate": "B-AB12", "driver": "sub-1"}
    assert call(event.api("/vehicles/X/driver", method="PUT", body={"driver": "a"}, claims=BOSS)).status == 404


def test_no_vehicle(call, event):
    assert call(event.api("/vehicles/X", method="GET", claims=BOSS)).status == 404
