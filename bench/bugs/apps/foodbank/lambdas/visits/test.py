import pytest

PATH = {"id": "h1"}
ANN = {"sub": "ann"}


@pytest.fixture(autouse=True)
def family(tables):
    tables["foodbank-households"].put(id="h1", name="Byrne", postcode="D02X285", people=4, joined="2026-01-01",
                                      allergies=["nuts"], visits=2)


def test_a_visit_orders_a_parcel(call, event, tables, sent):
    response = call(event.api(PATH, body={"depot": "north", "deliver": True}, claims=ANN))
    assert response.status == 201
    assert response.json["visits"] == 3
    week = response.json["week"]
    [visit] = tables["foodbank-visits"].rows()
    assert (visit["household"], visit["visited"], visit["depot"]) == ("h1", week, "north")
    assert sent["parcels"] == [{"household": "h1", "week": week, "depot": "north", "people": 4, "allergies": ["nuts"],
                                "postcode": "D02X285", "deliver": True}]


def test_one_visit_a_week(call, event, tables, sent):
    call(event.api(PATH, body={"depot": "north"}, claims=ANN))
    assert call(event.api(PATH, body={"depot": "south"}, claims=ANN)).status == 409
    assert tables["foodbank-households"].row("h1")["visits"] == 3
    assert len(sent["parcels"]) == 1


def test_an_unknown_household(call, event, tables):
    assert call(event.api({"id": "h2"}, body={"depot": "north"}, claims=ANN)).status == 404
    assert tables["foodbank-visits"].rows() == []
