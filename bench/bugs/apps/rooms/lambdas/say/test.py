def said(event, text="hello"):
    return event.api({"room": "tea"}, body={"text": text}, claims={"sub": "ann"})


def test_messages_are_numbered(call, event, table):
    table.put(pk="room#tea", sk="member#ann", user="ann")
    assert [call(said(event)).json, call(said(event)).json] == [{"number": 1}, {"number": 2}]
    row = table.row("room#tea", "message#00000002")
    assert (row["user"], row["text"]) == ("ann", "hello")


def test_only_members_may_speak(call, event, table):
    assert call(said(event)).status == 403
    assert table.rows() == []


def test_nothing_is_no_message(event):
    event.api({"room": "tea"}, body={"text": ""}, claims={"sub": "ann"}, refused=True)
