def test_everybody_sees_their_own(call, event, table):
    table.put(pk="image", sk="uploads/ann/cat.jpg", owner="ann", size=4, labels={"Cat": 98.1})
    table.put(pk="image", sk="uploads/bob/dog.jpg", owner="bob", size=4, labels={})
    assert call(event.api(claims={"sub": "ann"})).json == [
        {"key": "uploads/ann/cat.jpg", "size": 4, "labels": {"Cat": 98.1}}]
