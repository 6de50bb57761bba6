def test_it_returns_days_and_alarms_and_no_readings(call, event, table):
    for sk in ("reading#2026-05-01T12:00Z", "alarm#2026-05-01T12:00Z"):
        table.put(pk="oslo", sk=sk, celsius=41)
    day = {"day": "2026-05-01", "count": 1, "lowest": 41, "mean": 40.5, "highest": 41}
    table.put(day, pk="oslo", sk="day#2026-05-01", revision="1")
    response = call(event.api(path={"station": "oslo"}))
    assert (response.status, response.json) == (200, {
        "station": "oslo", "days": [day], "alarms": [{"time": "2026-05-01T12:00Z", "celsius": 41}]})


def test_an_unknown_station_is_not_found(call, event):
    response = call(event.api(path={"station": "atlantis"}))
    assert (response.status, response.json) == (404, {"message": "no station atlantis"})
