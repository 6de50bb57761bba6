from datetime import datetime, timedelta, timezone

import pytest


@pytest.fixture
def held(table):
    """held("1", 20): a booking that is held for so many minutes."""
    def put(id_, minutes, status="held"):
        created = datetime.now(timezone.utc) - timedelta(minutes=minutes)
        table.put(pk=f"booking#{id_}", sk="booking", room="blue", day=f"2026-05-{id_}", guest="ann", cents=9900,
                  email="ann@example.com", status=status, created=created.isoformat())
        table.put(pk="room#blue", sk=f"slot#2026-05-{id_}", booking=id_)
    return put


def test_old_bookings_expire(call, event, table, held, emitted):
    held("01", 20)
    held("02", 10)
    held("03", 20, status="paid")
    assert call(event.schedule()) == {"expired": 1}
    assert table.row("booking#01", "booking")["status"] == "expired"
    assert table.row("room#blue", "slot#2026-05-01") is None
    assert emitted == [{"source": "book.expire", "topic": "SlotFree", "detail": {"room": "blue", "day": "2026-05-01"}}]


def test_many_expire_at_once(call, event, held, emitted):
    for number in range(10, 23):
        held(str(number), 60)
    assert call(event.schedule()) == {"expired": 13}
    assert len(emitted) == 13
