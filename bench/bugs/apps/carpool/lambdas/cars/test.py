from decimal import Decimal

CAR = {"car": "a1", "plate": "B-CP 1", "lat": Decimal("52.52"), "lon": Decimal("13.40"), "level": 80, "kind": "battery", "km": 100}


def test_free_cars(call, event, tables):
    tables["carpool-cars"].put(**CAR)
    tables["carpool-cars"].put(**{**CAR, "car": "a2", "lat": Decimal("52.521")})
    tables["carpool-cars"].put(**{**CAR, "car": "a3", "lat": Decimal("53.6")})
    tables["carpool-cars"].put(**{**CAR, "car": "a4", "level": 5})
    tables["carpool-cars"].put(**{**CAR, "car": "a5"})
    tables["carpool-bookings"].put(car="a5", start="2020-01-01T00:00:00Z", end="2099-01-01T00:00:00Z", driver="ann", booking="b")
    response = call(event.api(query={"lat": "52.521", "lon": "13.40"}))
    assert [car["car"] for car in response.json["cars"]] == ["a2", "a1"]
    assert response.json["cars"][1] == {"car": "a1", "plate": "B-CP 1", "level": 80, "km": 0.11}


def test_no_place(call, event):
    assert call(event.api()).status == 400
