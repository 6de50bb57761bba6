from datetime import datetime, timedelta, timezone


def test_yesterday(call, event, tables, bucket):
    day = (datetime.now(timezone.utc) - timedelta(days=1)).date().isoformat()
    tables["parking-garages"].put(id="mitte", title="Mitte", vacant=3, rate=2)
    tables["parking-sessions"].put(
        id="s1", garage="mitte", plate="BAB12", status="paid", entered=f"{day}T08:00:00+00:00", fee=4)
    assert call(event.schedule()) == {"day": day, "garages": 1}
    assert bucket.text(f"reports/{day}.csv").splitlines() == ["garage,sessions,fees", "Mitte,1,4"]
