import pytest

ZOE = {"sub": "zoe"}


@pytest.fixture(autouse=True)
def device(tables):
    tables["sense"].put(pk="device#d1", sk="device", owner="zoe")
    tables["sense-hours"].put(device="d1", hour="2026-05-01T12", readings=3, total=34)
    tables["sense-hours"].put(device="d1", hour="2026-05-01T13", readings=1, total=12)
    tables["sense-hours"].put(device="d1", hour="2026-05-02T12", readings=1, total=12)


def test_the_mean_of_each_hour(call, event):
    response = call(event.api({"device": "d1"}, query={"day": "2026-05-01"}, claims=ZOE))
    assert response.status == 200
    assert response.json == {"device": "d1", "hours": [
        {"hour": "12", "mean": 11.33, "readings": 3}, {"hour": "13", "mean": 12, "readings": 1}]}


def test_not_for_others(call, event):
    assert call(event.api({"device": "d1"}, query={"day": "2026-05-01"}, claims={"sub": "max"})).status == 404


def test_no_device(call, event):
    assert call(event.api({"device": "d9"}, query={"day": "2026-05-01"}, claims=ZOE)).status == 404


def test_a_day_is_needed(call, event):
    event.api({"device": "d1"}, claims=ZOE, refused=True)
    assert call(event.api({"device": "d1"}, query={"day": "today"}, claims=ZOE)).status == 400
