import json


def test_an_alarm_is_kept(call, event, bucket):
    alarm = {"plate": "B-AB12", "model": "Sprinter", "at": "2026-05-01T09:30:00Z", "map": "https://maps.example.com/"}
    call(event.topic(alarm, attributes={"severity": "high"}))
    [key] = bucket.keys()
    assert key.startswith("alarms/2")
    assert json.loads(bucket.text(key))["model"] == "Sprinter"
