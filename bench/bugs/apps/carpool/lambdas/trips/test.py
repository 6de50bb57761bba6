TRIP = {"trip": "t1", "car": "a1", "started": "2026-05-01T08:00:00Z", "ended": "2026-05-01T09:10:00Z", "km": 21.5, "level": 64,
        "position": [52.51, 13.41]}


def prepare(tables, **more):
    tables["carpool-cars"].put(car="a1", plate="B-CP 1", km=1000, level=90, **more)
    tables["carpool-bookings"].put(car="a1", start="2026-05-01T07:00:00Z", end="2026-05-01T10:00:00Z", driver="ann", booking="b1")


def test_a_trip(call, event, tables, emitted):
    prepare(tables)
    assert call(event.queue([TRIP], group="a1")) == {"batchItemFailures": []}
    row = tables["carpool-trips"].row("t1")
    assert (row["driver"], row["month"], row["price"]) == ("ann", "2026-05", 10.63)
    car = tables["carpool-cars"].row("a1")
    assert (car["km"], car["level"], car["lat"]) == (1021.5, 64, 52.51)
    assert emitted[0]["detail"] == {"trip": "t1", "car": "a1", "level": 64, "price": "10.63"}


def test_a_van(call, event, tables):
    prepare(tables, tariff="van")
    call(event.queue([TRIP], group="a1"))
    assert tables["carpool-trips"].row("t1")["price"] == 11.18


def test_a_trip_comes_twice(call, event, tables):
    prepare(tables)
    call(event.queue([TRIP], group="a1"))
    assert call(event.queue([TRIP], group="a1")) == {"batchItemFailures": []}
    assert tables["carpool-cars"].row("a1")["km"] == 1021.5


def test_the_order_is_preserved(call, event, tables):
    prepare(tables)
    batch = event.queue([{**TRIP, "car": "a9"}, {**TRIP, "trip": "t2"}], group="a1")
    assert call(batch) == {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in batch["Records"]]}
    assert tables["carpool-trips"].rows() == []
