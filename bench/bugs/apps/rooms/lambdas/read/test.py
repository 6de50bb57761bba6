import pytest


@pytest.fixture(autouse=True)
def three(table):
    """Three messages, the second without its text."""
    for number, text in [(1, "a"), (2, None), (3, "c")]:
        table.put({"pk": "room#tea", "sk": f"message#{number:08}", "user": "ann", "at": "2026-05-01",
                   **({"text": text} if text else {})})
    table.put(pk="room#tea", sk="room", last=3)


def test_all_messages_are_read(call, event):
    assert call(event.api({"room": "tea"})).json == [
        {"number": 1, "user": "ann", "text": "a"}, {"number": 2, "user": "ann", "text": None},
        {"number": 3, "user": "ann", "text": "c"}]


def test_messages_after_a_number(call, event):
    assert [one["number"] for one in call(event.api({"room": "tea"}, query={"after": "2"})).json] == [3]
