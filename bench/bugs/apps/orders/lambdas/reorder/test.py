def test_what_is_low_is_noted(call, event, table):
    said = event.app({"sku": "tea", "left": 4})
    call(said)
    assert table.rows() == [{"pk": "reorder", "sk": "tea", "left": 4, "at": said["time"]}]
