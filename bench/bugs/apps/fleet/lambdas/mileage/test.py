TRIP = {"pk": "trip#t1", "sk": "trip", "plate": "B-AB12", "driver": "ann", "started": "2026-05-01T09:00:00+00:00"}
ENDED = {**TRIP, "ended": "2026-05-01T10:00:00+00:00", "kilometres": 12.5}


def test_kilometres_are_added(call, event, tables):
    assert call(event.stream(old=TRIP, new=ENDED)) == {"batchItemFailures": []}
    call(event.stream(old={**TRIP, "pk": "trip#t2"}, new={**ENDED, "pk": "trip#t2", "kilometres": 10}))
    assert tables["fleet-mileage"].row("B-AB12", "2026-05")["kilometres"] == 22.5


def test_a_record_twice(call, event, tables):
    batch = event.stream(old=TRIP, new=ENDED)
    call(batch)
    call(batch)
    assert tables["fleet-mileage"].row("B-AB12", "2026-05")["kilometres"] == 12.5


def test_a_trip_that_goes_on(event):
    event.stream(old=TRIP, new={**TRIP, "stops": []}, refused=True)
