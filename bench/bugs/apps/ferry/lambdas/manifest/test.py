from datetime import datetime
from zoneinfo import ZoneInfo

DAY = f"{datetime.now(ZoneInfo('Europe/Oslo')):%Y-%m-%d}"


def row(sailing, booking, **fields):
    return {"sailing": sailing, "booking": booking, "status": "PAID", "seats": 2, "name": "Ann", "day": DAY,
            "departs": f"{DAY}T07:30:00+00:00", **fields}


def test_lists(call, event, tables, bucket, sent):
    for booking in (row("sund-a", "b1"), row("sund-a", "b2", seats=3), row("fjord-a", "b3"), row("fjord-a", "b4", status="HELD")):
        tables["ferry-bookings"].put(**booking)
    assert call(event.schedule()) == {"day": DAY, "sailings": 2}
    assert bucket.text(f"manifests/{DAY}/sund-a.csv").splitlines() == ["booking,name,seats", "b1,Ann,2", "b2,Ann,3"]
    assert sent["coastguard"] == [
        {"sailing": "fjord-a", "key": f"manifests/{DAY}/fjord-a.csv", "souls": 2},
        {"sailing": "sund-a", "key": f"manifests/{DAY}/sund-a.csv", "souls": 5}]


def test_a_day_without_sailings(call, event, sent):
    assert call(event.schedule()) == {"day": DAY, "sailings": 0}
    assert sent["coastguard"] == []
