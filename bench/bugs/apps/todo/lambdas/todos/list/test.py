import pytest

ANN = {"sub": "ann"}


@pytest.fixture(autouse=True)
def two(table):
    """Two items of ann, one of bob."""
    table.put(pk="user#ann", sk="item#2", title="old", state="done", created=1)
    table.put(pk="user#ann", sk="item#1", title="new", state="open", created=2, due="2026-05-01")
    table.put(pk="user#ann", sk="reminder", titles=["x"])
    table.put(pk="user#bob", sk="item#3", title="bob's", state="open", created=3)


def test_the_items_of_who_asks_are_listed_by_age(call, event):
    assert call(event.api(claims=ANN)).json == [
        {"id": "2", "title": "old", "state": "done", "due": None, "created": 1},
        {"id": "1", "title": "new", "state": "open", "due": "2026-05-01", "created": 2}]


def test_only_the_open_ones(call, event):
    assert [one["id"] for one in call(event.api(query={"state": "open"}, claims=ANN)).json] == ["1"]
