def test_a_message_is_a_task(call, event, table):
    call(event.topic({"patient": "zoe", "key": "uploads/zoe/d1/a.exe", "size": 2}, attributes={"kind": "document"}))
    [row] = table.rows()
    assert row["sk"].startswith("task#20")
    assert (row["sort"], row["about"]["size"], row["subject"]) == ("document", 2, "Please look")


def test_a_message_twice_is_one_task(call, event, table):
    message = event.topic({"patient": "zoe"}, attributes={"kind": "document"})
    call(message)
    call(message)
    assert len(table.rows()) == 1


def test_other_messages_are_not_heard(event):
    event.topic({"patient": "zoe"}, attributes={"kind": "chat"}, refused=True)
