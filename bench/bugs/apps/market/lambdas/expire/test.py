from datetime import datetime, timedelta, timezone


def put(table, id_, minutes, status="open"):
    created = datetime.now(timezone.utc) - timedelta(minutes=minutes)
    table.put(pk=f"order#{id_}", sk="order", status=status, created=created.isoformat(timespec="seconds"),
              lines=[{"sku": "b1", "quantity": 2}])


def test_old_orders_expire(call, event, table, emitted):
    put(table, "old", 31)
    put(table, "new", 5)
    put(table, "paid", 60, status="paid")
    assert call(event.schedule()) == {"expired": 1}
    assert [table.row(f"order#{id_}", "order")["status"] for id_ in ("old", "new", "paid")] == ["expired", "open", "paid"]
    assert [(one["topic"], one["detail"]) for one in emitted] == [
        ("OrderExpired", {"order": "old", "lines": [{"sku": "b1", "quantity": 2}]})]


def test_many(call, event, table, emitted):
    for number in range(23):
        put(table, f"o{number}", 45)
    assert call(event.schedule()) == {"expired": 23}
    assert len(emitted) == 23
    assert call(event.schedule()) == {"expired": 0}
