from datetime import date


def test_a_day(call, event, tables, index, monkeypatch):
    monkeypatch.setattr(index.clock, "today", lambda: date(2026, 5, 1))
    assert call(event.schedule()) == {"day": "2026-05-29", "slots": 14}
    assert call(event.schedule())["slots"] == 0
    rows = tables["museum-slots"].rows()
    assert sorted((row["time"], row["capacity"]) for row in rows)[0] == ("10:00", 40)


def test_a_monday(call, event, tables, index, monkeypatch):
    monkeypatch.setattr(index.clock, "today", lambda: date(2026, 5, 4))
    assert call(event.schedule())["slots"] == 0
