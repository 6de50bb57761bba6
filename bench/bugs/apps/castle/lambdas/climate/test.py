DRY = {"sensor": "textiles/1", "taken": 1780000000, "humidity": 41.5, "lux": 30}


def test_readings(call, event, tables, published):
    call(event.kinesis([DRY, {**DRY, "sensor": "hall/2"}, b"noise"]))
    assert len(tables["castle-readings"].rows()) == 2
    row = tables["castle-readings"].row("textiles/1", 1780000000)
    assert (row["humidity"], row["expires"]) == (41.5, 1787776000)
    assert published["alarm"] == ["textiles/1: humidity 41.5 %"]


def test_a_record_comes_twice(call, event, tables, published):
    call(event.kinesis([DRY, DRY]))
    assert len(tables["castle-readings"].rows()) == 1
    assert len(published["alarm"]) == 1


def test_light(call, event, published):
    call(event.kinesis([{**DRY, "sensor": "hall/2", "humidity": 50, "lux": 201}]))
    assert published["alarm"] == ["hall/2: light 201 lux"]
