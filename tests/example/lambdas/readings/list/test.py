def test_it_lists_one_station_and_one_day(call, event, table):
    for station, time, celsius in [("oslo", "2026-05-01T13:00Z", 12), ("oslo", "2026-05-01T12:00Z", 11.5),
                                   ("oslo", "2026-05-02T12:00Z", 9), ("bergen", "2026-05-01T12:00Z", 8)]:
        table.put(pk=station, sk=f"reading#{time}", celsius=celsius)
    response = call(event.api(query={"station": "oslo", "day": "2026-05-01"}))
    assert response.status == 200
    assert response.json == [{"time": "2026-05-01T12:00Z", "celsius": 11.5},
                             {"time": "2026-05-01T13:00Z", "celsius": 12}]


def test_both_parameters_are_required(event):
    event.api(query={"station": "oslo"}, refused=True)
