def test_row_and_copy_go(call, event, table, website):
    table.put(pk="image", sk="uploads/ann/cat.jpg", owner="ann")
    website.put("images/ann/cat.jpg", b"jpeg")
    call(event.bucket("uploads/ann/cat.jpg", topic="Object Deleted"))
    assert (table.rows(), website.keys()) == ([], [])
