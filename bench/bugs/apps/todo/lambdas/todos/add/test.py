def test_an_item_is_open(call, event, table):
    answer = call(event.api(body={"title": "buy milk", "due": "2026-05-01"}, claims={"sub": "ann"}))
    assert answer.status == 201
    [row] = table.rows()
    assert row == {"pk": "user#ann", "sk": f"item#{answer.json['id']}", "title": "buy milk", "state": "open",
                   "due": "2026-05-01", "created": answer.json["created"]}


def test_a_title_is_needed(event):
    event.api(body={"due": "2026-05-01"}, claims={"sub": "ann"}, refused=True)
