def reading(minute, celsius):
    return {"pk": "truck1", "sk": f"reading#2026-05-01T12:{minute}:00+00:00", "celsius": celsius}


def test_readings_above_the_limit_are_told(call, event, emitted):
    assert call(event.table(new=[reading("00", 80), reading("10", 80.5)])) == {"told": 1}
    assert emitted == [{"source": "fleet.watch", "topic": "LimitCrossed", "detail": {
        "device": "truck1", "time": "2026-05-01T12:10:00+00:00", "celsius": 80.5}}]


def test_many_are_told_in_tens(call, event, emitted):
    assert call(event.table(new=[reading(f"{minute:02}", 99) for minute in range(12)])) == {"told": 12}
    assert len(emitted) == 12
