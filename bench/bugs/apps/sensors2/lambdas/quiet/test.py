from datetime import datetime, timedelta, timezone


def put(table, index, id_, minutes, **more):
    last = index.rows.text_of(datetime.now(timezone.utc) - timedelta(minutes=minutes))
    table.put(pk=f"device#{id_}", sk="device", owner="zoe", last=last, **more)


def test_a_silence_is_told_once(call, event, table, index, published):
    put(table, index, "d1", 61)
    put(table, index, "d2", 59)
    put(table, index, "d3", 90, silent=True)
    table.put(pk="device#d4", sk="device", owner="zoe")
    assert call(event.schedule()) == {"silent": ["d1"]}
    [alarm] = published["alarms"]
    assert (alarm["device"], alarm["severity"], alarm["celsius"]) == ("d1", "high", None)
    assert call(event.schedule()) == {"silent": []}
