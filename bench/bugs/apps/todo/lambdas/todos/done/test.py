def test_an_item_is_done(call, event, table):
    table.put(pk="user#ann", sk="item#1", title="milk", state="open", created=1, due="2026-05-01")
    answer = call(event.api({"id": "1"}, claims={"sub": "ann"}))
    assert (answer.status, answer.json["state"], answer.json["due"]) == (200, "done", None)
    assert table.row("user#ann", "item#1")["state"] == "done"


def test_somebody_elses_is_not_found(call, event, table):
    table.put(pk="user#ann", sk="item#1", title="milk", state="open", created=1)
    assert call(event.api({"id": "1"}, claims={"sub": "bob"})).status == 404
