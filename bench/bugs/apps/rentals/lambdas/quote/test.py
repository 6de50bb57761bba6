import pytest

PATH = {"flat": "alfama"}
STAY = {"arrive": "2090-05-30", "leave": "2090-06-02", "guests": "2"}


@pytest.fixture(autouse=True)
def flat(table):
    table.put(pk="flat#alfama", sk="flat", name="Alfama", city="lisbon", owner="o1", sleeps=4, tax=2)
    table.put(pk="flat#alfama", sk="season#2090-05-01", price=80.5)
    table.put(pk="flat#alfama", sk="season#2090-06-01", price=100)


def test_a_stay_over_two_seasons(call, event):
    response = call(event.api(PATH, query=STAY))
    assert response.json == {"rent": "261.00", "tax": "12.00", "total": "273.00", "deposit": "81.90", "currency": "EUR"}


def test_currencies(call, event):
    assert call(event.api(PATH, query={**STAY, "currency": "gbp"})).json["rent"] == "221.85"
    assert call(event.api(PATH, query={**STAY, "currency": "JPY"})).json["deposit"] == "13923"
    assert call(event.api(PATH, query={**STAY, "currency": "XXX"})).status == 400


def test_the_tax_ends_after_a_week(call, event):
    response = call(event.api(PATH, query={"arrive": "2090-07-01", "leave": "2090-07-15"}))
    assert (response.json["tax"], response.json["rent"]) == ("14.00", "1400.00")


def test_what_is_refused(call, event):
    assert call(event.api({"flat": "none"}, query=STAY)).status == 404
    assert call(event.api(PATH, query={**STAY, "leave": "2090-05-30"})).status == 400
    assert call(event.api(PATH, query={**STAY, "arrive": "soon"})).status == 400
    assert call(event.api(PATH, query={**STAY, "guests": "5"})).status == 400
    assert call(event.api(PATH, query={"arrive": "2090-04-01", "leave": "2090-04-02"})).status == 409
