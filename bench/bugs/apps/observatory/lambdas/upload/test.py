ANN = {"sub": "ann", "email": "ann@uni.example", "cognito:groups": "astronomer"}
BODY = {"taken": "2026-10-05T22:10:00+01:00", "seconds": 30.5, "sha256": "ab" * 32}


def test_an_upload(call, event, tables):
    tables["observatory-proposals"].put(proposal="p1", cycle="2026A", submitted="2026-02-01", owner="ann", institute="oslo")
    response = call(event.api(path={"proposal": "p1"}, claims=ANN, body=BODY))
    assert response.status == 201
    assert "/raw/p1/20261005T211000-abababab.fits" in response.json["url"]
    [row] = tables["observatory-images"].rows()
    assert (row["status"], row["taken"], row["seconds"]) == ("pending", "2026-10-05T21:10:00+00:00", 30.5)


def test_refusals(call, event, tables):
    tables["observatory-proposals"].put(proposal="p1", cycle="2026A", submitted="2026-02-01", owner="bo", institute="oslo")
    assert call(event.api(path={"proposal": "p1"}, claims=ANN, body=BODY)).status == 403
    assert call(event.api(path={"proposal": "p2"}, claims=ANN, body=BODY)).status == 404


def test_a_time_without_zone(call, event, tables):
    tables["observatory-proposals"].put(proposal="p1", cycle="2026A", submitted="2026-02-01", owner="ann", institute="oslo")
    assert call(event.api(path={"proposal": "p1"}, claims=ANN, body={**BODY, "taken": "2026-10-05T22:10:00"})).status == 400
