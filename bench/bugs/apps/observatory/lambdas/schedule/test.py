from decimal import Decimal

ROW = {"proposal": "p1", "cycle": "2026A", "submitted": "2026-02-01T08:00:00+00:00", "institute": "oslo", "owner": "ann",
       "email": "ann@uni.example", "title": "Dust", "state": "accepted", "hours": 2, "reviews": {},
       "target": {"name": "Polaris field", "ra": Decimal("2.5"), "dec": Decimal("89.2")}}


def polar(index, monkeypatch):
    monkeypatch.setattr(index.sky, "LOWEST", 20.0)


def test_slots_are_booked(call, event, tables, index, monkeypatch):
    polar(index, monkeypatch)
    tables["observatory-proposals"].put(**ROW)
    tables["observatory-quotas"].put(institute="oslo", hours=10, used=3)
    answer = call(event.app({"proposal": "p1", "score": "7", "urgent": False}))
    assert answer["slots"] == [0, 1]
    assert [row["slot"] for row in tables["observatory-slots"].rows()] == [0, 1]
    assert tables["observatory-quotas"].row("oslo")["used"] == 5
    assert tables["observatory-proposals"].row("p1")["state"] == "scheduled"


def test_a_quota_is_used_up(call, event, tables, index, monkeypatch):
    polar(index, monkeypatch)
    tables["observatory-proposals"].put(**ROW)
    tables["observatory-quotas"].put(institute="oslo", hours=10, used=9)
    assert call(event.app({"proposal": "p1", "score": "7", "urgent": False})) == {"night": None}
    assert tables["observatory-slots"].rows() == []
