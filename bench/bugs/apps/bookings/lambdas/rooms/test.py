import pytest


@pytest.fixture(autouse=True)
def rooms(table):
    """Three rooms."""
    for name in ("blue", "green", "red"):
        table.put(pk="rooms", sk=name, seats=4, cents=9900)


def test_all_rooms(call, event):
    answer = call(event.api())
    assert answer.json["rooms"][0] == {"name": "blue", "seats": 4, "cents": 9900}
    assert len(answer.json["rooms"]) == 3


def test_rooms_page_by_page(call, event):
    first = call(event.api(query={"limit": "2"})).json
    assert [room["name"] for room in first["rooms"]] == ["blue", "green"]
    second = call(event.api(query={"limit": "2", "next": first["next"]})).json
    assert [room["name"] for room in second["rooms"]] == ["red"]


def test_a_limit_that_is_no_number_is_refused(call, event):
    assert call(event.api(query={"limit": "many"})).status == 400
    assert call(event.api(query={"next": "%%%"})).status == 400
