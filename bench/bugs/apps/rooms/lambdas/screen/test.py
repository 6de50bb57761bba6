def message(number, text):
    return {"pk": "room#tea", "sk": f"message#{number:08}", "user": "ann", "text": text}


def test_rude_words_are_taken_out_and_told(call, event, table, emitted):
    rows = [table.put(message(1, "hello")), table.put(message(2, "Oh DARN it"))]
    assert call(event.table(new=rows)) == {"removed": 1}
    assert table.row("room#tea", "message#00000001")["text"] == "hello"
    assert "text" not in table.row("room#tea", "message#00000002")
    assert emitted == [{"source": "rooms.screen", "topic": "RudeMessage", "detail": {"user": "ann", "room": "tea"}}]


def test_what_it_changes_itself_does_not_call_it(event):
    event.table(old=message(1, "darn"), new={**message(1, ""), "removed": True}, refused=True)
