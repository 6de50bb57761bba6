CALM = {"station": "north", "at": 1780000000, "wind": 4.5, "humidity": 40, "rain": False}
STORM = {"station": "north", "at": 1780000060, "wind": 21.5, "humidity": 95, "rain": True}


def test_calm_weather(call, event, tables, published):
    assert call(event.kinesis([CALM], key="north")) == {"batchItemFailures": []}
    [row] = tables["observatory-weather"].rows()
    assert (row["station"], row["at"], row["wind"]) == ("north", 1780000000, 4.5)
    assert published == {}


def test_a_storm(call, event, published):
    call(event.kinesis([CALM, STORM], key="north"))
    assert published["dome"] == [{"station": "north", "at": 1780000060, "reasons": ["wind 21.5 m/s", "humidity 95 %", "rain"]}]


def test_no_json(call, event, tables):
    assert len(call(event.kinesis([b"oops", CALM], key="north"))["batchItemFailures"]) == 1
    assert tables["observatory-weather"].rows() == []
