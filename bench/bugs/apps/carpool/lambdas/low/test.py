DETAIL = {"trip": "t1", "car": "a1", "level": 12, "price": "3.00"}


def test_a_low_level(call, event, tables, emails):
    tables["carpool-cars"].put(car="a1", plate="B-CP 1", kind="battery")
    assert call(event.app(DETAIL)) is True
    assert (emails[0]["subject"], emails[0]["text"]) == ("Please charge B-CP 1", "After trip t1 it has 12 %.")


def test_a_level_that_is_high_enough(event):
    event.app({**DETAIL, "level": 40}, refused=True)
