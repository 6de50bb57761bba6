from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

DAY = str(datetime.now(ZoneInfo("Europe/Berlin")).date() + timedelta(days=1))


def appointment(table, time, **more):
    table.put(pk=f"day#{DAY}", sk=f"slot#{time}#anna", pet="Rex", phone="+491701234567", **{"status": "booked", **more})


def test_owners_are_reminded_once(call, event, table, sent):
    appointment(table, "09:30")
    appointment(table, "10:00", status="cancelled")
    assert call(event.schedule()) == {"day": DAY, "reminded": 1}
    assert sent["texts"] == [{"id": f"reminder-{DAY}-0930-anna", "phone": "+491701234567",
                              "text": "Rex is expected tomorrow at 09:30"}]
    assert call(event.schedule())["reminded"] == 0


def test_a_full_day_is_sent_in_tens(call, event, table, sent):
    for hour in range(8, 20):
        appointment(table, f"{hour:02}:00")
    assert call(event.schedule())["reminded"] == 12
    assert len(sent["texts"]) == 12
