VAN = {"pk": "vehicle#B-AB12", "sk": "vehicle", "plate": "B-AB12", "model": "Sprinter", "inspection": "2099-03-15"}


def test_a_reminder_is_planned(call, event, scheduled):
    assert call(event.table(new=VAN)) == {"planned": 1}
    [schedule] = scheduled["inspections/remind"]
    assert schedule["expression"] == "at(2099-03-01T07:00:00)"
    assert schedule["body"] == {"plate": "B-AB12", "inspection": "2099-03-15"}


def test_twice(call, event, scheduled):
    call(event.table(new=VAN))
    call(event.table(old={**VAN, "inspection": "2098-03-15"}, new=VAN))
    assert len(scheduled["inspections/remind"]) == 1


def test_a_removed_van(call, event):
    assert call(event.table(old=VAN)) == {"planned": 0}


def test_trips(event):
    event.table(new={"pk": "trip#1", "sk": "trip", "plate": "B-AB12"}, refused=True)
