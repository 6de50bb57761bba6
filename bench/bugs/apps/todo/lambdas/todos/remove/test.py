def test_an_item_goes_once(call, event, table):
    table.put(pk="user#ann", sk="item#1", title="milk", state="open", created=1)
    asked = event.api({"id": "1"}, claims={"sub": "ann"})
    assert [call(asked).status, call(asked).status] == [204, 404]
    assert table.rows() == []
