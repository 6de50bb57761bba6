OPERATOR = {"sub": "o1", "email": "o@parkwell.example", "cognito:groups": ["operators"]}
MITTE = {"title": "Mitte", "vacant": 120, "rate": 2.5}


def test_a_garage(call, event):
    response = call(event.api("/garages/mitte", method="PUT", body=MITTE, claims=OPERATOR))
    assert (response.status, response.json) == (200, {"id": "mitte", **MITTE})
    assert call(event.api("/garages", method="GET")).json == {"garages": [{"id": "mitte", **MITTE}]}
