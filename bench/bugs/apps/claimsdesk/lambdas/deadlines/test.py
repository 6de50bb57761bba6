from datetime import date

CLAIM = {"country": "AT", "state": "open", "title": "Hail"}


def test_late_claims(call, event, tables, published, index, monkeypatch):
    monkeypatch.setattr(index, "today", lambda: date(2026, 5, 11))
    tables["claims-files"].put(claim="c1", due="2026-05-08", **CLAIM)
    tables["claims-files"].put(claim="c2", due="2026-04-20", **CLAIM)
    tables["claims-files"].put(claim="c3", due="2026-05-11", **CLAIM)
    tables["claims-files"].put(claim="c4", due="2026-05-01", **{**CLAIM, "state": "closed"})
    assert call(event.schedule()) == {"late": 2}
    [message] = published["notices"]
    assert message["assessor"] == "nobody"
    assert [(claim["claim"], claim["urgency"]) for claim in message["claims"]] == [("c2", 2), ("c1", 1)]


def test_a_holiday(call, event, tables, published, index, monkeypatch):
    monkeypatch.setattr(index, "today", lambda: date(2026, 5, 4))
    tables["claims-holidays"].put(country="IE", day="2026-05-04")
    assert call(event.schedule()) == {"late": 0}
