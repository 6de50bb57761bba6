def test_a_route_is_a_link(call, event, emails):
    call(event.topic({"key": "routes/2026/05/04/north-1.json.gz", "stops": 8}, attributes={"kind": "route"}))
    [mail] = emails
    assert mail["to"] == ["dee@foodbank.example", "moh@foodbank.example"]
    assert mail["text"].startswith("8 stops: https://")
    assert "X-Amz-Expires=86400" in mail["text"]


def test_an_alarm_is_text(call, event, emails):
    call(event.topic({"room": "n1", "celsius": "7.5", "since": "2026-05-04T10:00:00+01:00"}, attributes={"kind": "cold"}))
    assert emails[0]["text"] == "Room n1 has 7.5 degrees since 2026-05-04T10:00:00+01:00"


def test_others_are_not_delivered(event):
    event.topic({"a": 1}, attributes={"kind": "chat"}, refused=True)
