from datetime import datetime, timedelta, timezone


def put(table, parcel, status, hours):
    time = (datetime.now(timezone.utc) - timedelta(hours=hours)).isoformat(timespec="seconds")
    table.put(pk=f"parcel#{parcel}", sk="parcel", id=parcel, city="Ulm", status=status, customer="ann", created=time,
              updated=time, grams=500)


def test_old_parcels_are_reported(call, event, table, bucket, published):
    put(table, "a1", "transit", 50)
    put(table, "a2", "transit", 5)
    put(table, "a3", "delivered", 500)
    put(table, "a4", "collected", 70)
    assert call(event.schedule()) == 2
    [key] = bucket.keys()
    assert "a4" in bucket.text(key)
    assert published["notify"][0]["subject"] == "2 overdue parcels"


def test_nothing_to_report(call, event, published):
    assert call(event.schedule()) == 0
    assert published == {}
