import pytest

PATH = "/bookings/b1/messages"
ANN = {"sub": "ann"}


@pytest.fixture(autouse=True)
def booking(tables):
    tables["rentals"].put(pk="booking#b1", sk="booking", guest="ann", owner="o1", state="paid")


def test_messages_are_read_by_both(call, event):
    assert call(event.api(PATH, method="POST", body={"text": " hello "}, claims=ANN)).status == 201
    assert call(event.api(PATH, method="POST", body={"text": "welcome"}, claims={"sub": "o1"})).status == 201
    messages = call(event.api(PATH, method="GET", claims=ANN)).json["messages"]
    assert [(message["by"], message["text"]) for message in messages] == [("o1", "welcome"), ("ann", "hello")]
    assert call(event.api(PATH, method="GET", claims={"sub": "bob"})).status == 404
    assert call(event.api("/bookings/b2/messages", method="GET", claims=ANN)).status == 404


def test_a_message_may_have_a_picture(call, event, tables):
    response = call(event.api(PATH, method="POST", body={"text": "look", "picture": "image/png"}, claims=ANN))
    [row] = tables["rentals-messages"].rows()
    assert row["picture"].startswith("messages/b1/") and row["picture"].endswith(".png")
    assert row["picture"] in response.json["upload"]
    [message] = call(event.api(PATH, method="GET", claims=ANN)).json["messages"]
    assert row["picture"] in message["picture"]


def test_long_talks_have_pages(call, event, tables):
    for number in range(40):
        tables["rentals-messages"].put(booking="b1", sent=f"2026-05-04T10:{number:02}:00", by="ann", text="hi")
    first = call(event.api(PATH, method="GET", claims=ANN)).json
    assert len(first["messages"]) == 30
    second = call(event.api(PATH, method="GET", query={"next": first["next"]}, claims=ANN)).json
    assert len(second["messages"]) == 10
    assert second["messages"][-1]["sent"] == "2026-05-04T10:00:00"
