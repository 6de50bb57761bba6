def test_a_document_is_saved_with_its_editor(call, event, table):
    answer = call(event.api({"id": "d1"}, body={"text": "hello", "version": 0}, claims={"sub": "ann"}))
    assert answer.json == {"id": "d1", "version": 1}
    assert table.rows() == [{"pk": "document#d1", "sk": "document", "text": "hello", "version": 1, "editor": "ann"}]


def test_an_old_version_is_refused(call, event, table):
    table.put(pk="document#d1", sk="document", text="new", version=5, editor="bob")
    answer = call(event.api({"id": "d1"}, body={"text": "mine", "version": 4}, claims={"sub": "ann"}))
    assert answer.status == 409
    assert table.rows()[0]["text"] == "new"
