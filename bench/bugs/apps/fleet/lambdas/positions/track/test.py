CITY = {"plate": "B-AB12", "at": "2026-05-01T09:00:00Z", "lat": 52.5, "lon": 13.4}
OUTSIDE = {**CITY, "at": "2026-05-01T09:30:00Z", "lat": 52.9}


def test_the_last_position(call, event, tables):
    assert call(event.kinesis([CITY, {**CITY, "at": "2026-05-01T08:00:00Z", "lat": 52.4}], key="B-AB12")) == {
        "batchItemFailures": []}
    assert tables["fleet-positions"].row("B-AB12")["lat"] == 52.5


def test_a_van_leaves(call, event, emitted):
    call(event.kinesis([CITY, OUTSIDE], key="B-AB12"))
    [told] = emitted
    assert told["topic"] == "VanLeftCity"
    assert told["detail"] == {"plate": "B-AB12", "at": "2026-05-01T09:30:00Z", "lat": 52.9, "lon": 13.4}
