from datetime import timedelta


def test_reminders(call, event, tables, sent, index):
    today = index.clock.today()
    for number, days in enumerate((3, 30, -2)):
        tables["museum-loans"].put(object=f"AB-{number}", loan=f"l{number}", borrower="Louvre", email="a@louvre.example",
                                   status="out", due=(today + timedelta(days=days)).isoformat())
    assert call(event.schedule()) == {"sent": 2}
    assert [mail["subject"] for mail in sent["mailer"]] == ["Your loan ended 2 days ago", "Your loan ends in 3 days"]
