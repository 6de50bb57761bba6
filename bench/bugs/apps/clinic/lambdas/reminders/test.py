from datetime import date, datetime
from zoneinfo import ZoneInfo


def put(table, index, time, **more):
    day = index.next_working_day(datetime.now(ZoneInfo("Europe/Vienna")).date())
    table.put(pk=f"day#{day}", sk=f"slot#{time}#anna", **{
        "kind": "appointment", "patient": "zoe", "name": "Zoë", "email": "zoe@example.com", "status": "booked", **more})
    return str(day)


def test_patients_are_reminded_once(call, event, table, index, sent):
    day = put(table, index, "09:30")
    put(table, index, "10:00", status="cancelled")
    assert call(event.schedule()) == {"day": day, "reminded": 1}
    assert sent["mailer"] == [{"id": f"reminder-{day}T0930-anna-zoe", "to": "zoe@example.com",
                               "subject": "Your appointment",
                               "text": f"Dear Zoë,\n\nwe expect you on {day} at 09:30.\n"}]
    assert call(event.schedule())["reminded"] == 0
    assert table.row(f"day#{day}", "slot#09:30#anna")["reminded"]


def test_many(call, event, table, index, sent):
    for number in range(23):
        put(table, index, f"{8 + number // 4:02}:{number % 4 * 15:02}")
    assert call(event.schedule())["reminded"] == 23
    assert len(sent["mailer"]) == 23


def test_friday_reminds_of_monday(index):
    assert index.next_working_day(date(2026, 5, 8)) == date(2026, 5, 11)
    assert index.next_working_day(date(2026, 5, 4)) == date(2026, 5, 5)
