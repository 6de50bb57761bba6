def test_a_car(call, event, tables):
    tables["parking-garages"].put(id="mitte", vacant=1, rate=2)
    response = call(event.api(path={"garage": "mitte"}, body={"plate": "b-ab 12", "email": "ann@example.com"}))
    assert response.status == 201
    session = tables["parking-sessions"].row(response.json["session"])
    assert (session["plate"], session["status"], session["email"]) == ("BAB12", "parked", "ann@example.com")
    assert tables["parking-garages"].row("mitte")["vacant"] == 0


def test_full(call, event, tables):
    tables["parking-garages"].put(id="mitte", vacant=0, rate=2)
    assert call(event.api(path={"garage": "mitte"}, body={"plate": "BAB12"})).status == 409
