ROW = {"pk": "person", "sk": "ann@example.com", "state": "pending", "token": "t1"}


def test_the_right_token_confirms(call, event, table):
    table.put(ROW)
    assert call(event.api(query={"email": "ann@example.com", "token": "t1"})).status == 200
    assert table.rows() == [{"pk": "person", "sk": "ann@example.com", "state": "confirmed"}]


def test_a_wrong_token_does_not(call, event, table):
    table.put(ROW)
    assert call(event.api(query={"email": "ann@example.com", "token": "t2"})).status == 403
    assert table.rows() == [ROW]
