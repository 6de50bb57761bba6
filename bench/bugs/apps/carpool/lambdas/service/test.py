import datetime

CAR = {"car": "a1", "plate": "B-CP 1", "km": 14990, "level": 50}


def test_kilometres(call, event, published):
    call(event.table(old=CAR, new={**CAR, "km": 15020.5}))
    call(event.table(old={**CAR, "km": 15020.5}, new={**CAR, "km": 15100}))
    assert published["garage"] == ["15020 km since the last service"]


def test_an_inspection(call, event, published):
    soon = (datetime.date.today() + datetime.timedelta(days=10)).isoformat()
    car = {**CAR, "km": 100, "inspection": soon}
    call(event.table(old=car, new={**car, "km": 101}))
    assert published["garage"] == [f"inspection on {soon}"]
