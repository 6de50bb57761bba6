import datetime


def test_turns(call, event, tables, emails):
    for car in ("a1", "a2"):
        tables["carpool-cars"].put(car=car, plate=f"B-{car}")
    for driver, active in (("ann", True), ("bo", True), ("cy", False)):
        tables["carpool-drivers"].put(driver=driver, email=f"{driver}@example.com", name=driver.title(), active=active)
    assert sorted(call(event.schedule())) == ["ann", "bo"]
    assert sorted(mail["subject"] for mail in emails) == ["Please wash B-a1", "Please wash B-a2"]


def test_nobody_is_active(call, event, tables):
    tables["carpool-cars"].put(car="a1", plate="B-a1")
    assert call(event.schedule()) == []


def test_each_week_has_its_turn(index):
    drivers = ["ann", "bo", "cy"]
    weeks = [index.turns(["a1"], drivers, datetime.date(2026, 5, 4) + datetime.timedelta(weeks=number)) for number in range(3)]
    assert sorted(driver for [(_car, driver)] in weeks) == drivers
    assert index.next_monday(datetime.date(2026, 5, 3)) == datetime.date(2026, 5, 4)
