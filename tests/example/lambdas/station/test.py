def test_it_tells_days_and_alarms_and_no_readings(call, event, table):
    for sk in ("reading#2026-05-01T12:00Z", "alarm#2026-05-01T12:00Z"):
        table.put(pk="oslo", sk=sk, celsius=41)
    day = {"day": "2026-05-01", "count": 1, "lowest": 41, "mean": 40.5, "highest": 41}
    table.put(day, pk="oslo", sk="day#2026-05-01", revision="1")
    answer = call(event.api(path={"station": "oslo"}))
    assert (answer.status, answer.json) == (200, {
        "station": "oslo", "days": [day], "alarms": [{"time": "2026-05-01T12:00Z", "celsius": 41}]})


def test_a_station_that_nobody_heard_of_is_not_found(call, event):
    answer = call(event.api(path={"station": "atlantis"}))
    assert (answer.status, answer.json) == (404, {"message": "no station atlantis"})
