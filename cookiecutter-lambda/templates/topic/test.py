def test_a_message_that_arrives_twice_is_stored_once(call, event, table):
    message = event.topic("hello")
    call(message)
    call(message)
    assert [row["message"] for row in table.rows()] == ["hello"]
