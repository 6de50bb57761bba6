ANN = {"sub": "ann", "email": "ann@example.com"}
BODY = {"start": "2099-07-01T10:00+02:00", "end": "2099-07-01T12:30+02:00"}


def prepare(tables):
    tables["carpool-cars"].put(car="a1", plate="B-CP 1")
    tables["carpool-drivers"].put(driver="ann", email="ann@example.com", name="Ann", active=True)
    tables["carpool-drivers"].put(driver="bo", email="bo@example.com", name="Bo", active=True)


def test_a_booking(call, event, tables):
    prepare(tables)
    response = call(event.api(path={"car": "a1"}, claims=ANN, body=BODY))
    assert response.status == 201
    assert (response.json["start"], response.json["end"]) == ("2099-07-01T08:00:00Z", "2099-07-01T11:00:00Z")
    assert [row["start"][11:13] for row in tables["carpool-bookings"].rows() if row["car"] == "hour#a1"] == ["08", "09", "10"]
    assert tables["carpool-bookings"].row("a1", "2099-07-01T08:00:00Z")["driver"] == "ann"


def test_an_overlap(call, event, tables):
    prepare(tables)
    assert call(event.api(path={"car": "a1"}, claims=ANN, body=BODY)).status == 201
    later = {"start": "2099-07-01T12:00+02:00", "end": "2099-07-01T14:00+02:00"}
    assert call(event.api(path={"car": "a1"}, claims={**ANN, "sub": "bo"}, body=later)).status == 409
    assert call(event.api(path={"car": "a1"}, claims={**ANN, "sub": "bo"}, body={**later, "start": "2099-07-01T13:00+02:00"})).status == 201


def test_a_time_without_a_zone(call, event, tables):
    prepare(tables)
    assert call(event.api(path={"car": "a1"}, claims=ANN, body={**BODY, "start": "2099-07-01T10:00"})).status == 400


def test_a_stranger(call, event, tables):
    tables["carpool-cars"].put(car="a1", plate="B-CP 1")
    assert call(event.api(path={"car": "a1"}, claims=ANN, body=BODY)).status == 403
