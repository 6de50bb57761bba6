def test_the_newest_readings_come_first(call, event, table):
    for minute, celsius in (("00", 20), ("10", 20.5), ("20", 21)):
        table.put(pk="truck1", sk=f"reading#2026-05-01T12:{minute}:00+00:00", celsius=celsius)
    table.put(pk="truck1", sk="alert#2026-05-01T12:10:00+00:00", celsius=20.5)
    answer = call(event.api({"device": "truck1"}, query={"count": "2"}))
    assert answer.json == {
        "device": "truck1", "stale": True, "alerts": ["2026-05-01T12:10:00+00:00"],
        "readings": [{"time": "2026-05-01T12:20:00+00:00", "celsius": 21, "volts": None},
                     {"time": "2026-05-01T12:10:00+00:00", "celsius": 20.5, "volts": None}]}


def test_an_unknown_device_is_not_found(call, event):
    assert call(event.api({"device": "bus7"})).status == 404


def test_a_count_that_is_none_is_refused(call, event):
    assert call(event.api({"device": "truck1"}, query={"count": "-1"})).status == 400
