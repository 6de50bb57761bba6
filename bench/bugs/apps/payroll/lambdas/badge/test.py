def test_a_badge(call, event, table):
    table.put(pk="badge#0042", sk="badge", employee="7")
    response = call(event.authorizer("0042", path="/punches"))
    assert response.allows
    assert response.context == {"employee": "7"}


def test_a_stranger(call, event):
    assert not call(event.authorizer("0043", path="/punches")).allows
