def test_readings_are_rows(call, event, table):
    asked = event.api({"device": "truck1"}, body=[{"time": "2026-05-01T12:00:00Z", "celsius": 20.5, "volts": 12.1},
                                                  {"time": "2026-05-01T15:00:00+02:00", "celsius": 21}])
    answer = call(asked)
    assert (answer.status, answer.json) == (202, {"stored": 2})
    assert table.rows() == [
        {"pk": "truck1", "sk": "reading#2026-05-01T12:00:00+00:00", "celsius": 20.5, "volts": 12.1},
        {"pk": "truck1", "sk": "reading#2026-05-01T13:00:00+00:00", "celsius": 21}]


def test_the_same_time_twice_is_one_row(call, event, table):
    reading = {"time": "2026-05-01T12:00:00Z", "celsius": 20.5}
    assert call(event.api({"device": "truck1"}, body=[reading, reading])).json == {"stored": 1}


def test_a_time_without_zone_is_refused(call, event, table):
    assert call(event.api({"device": "truck1"}, body=[{"time": "2026-05-01T12:00:00", "celsius": 1}])).status == 400
    assert table.rows() == []
