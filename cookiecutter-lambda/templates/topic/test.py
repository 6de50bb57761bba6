def test_a_message_that_comes_twice_is_kept_once(call, event, table):
    message = event.topic("hello")
    call(message)
    call(message)
    assert [row["message"] for row in table.rows()] == ["hello"]
