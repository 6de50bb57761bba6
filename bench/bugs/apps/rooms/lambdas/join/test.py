def test_who_joins_is_a_member_once(call, event, table):
    asked = event.api({"room": "tea"}, claims={"sub": "ann"})
    assert [call(asked).status, call(asked).status] == [201, 409]
    assert table.rows() == [{"pk": "room#tea", "sk": "member#ann", "user": "ann"},
                            {"pk": "room#tea", "sk": "room", "members": 1}]
