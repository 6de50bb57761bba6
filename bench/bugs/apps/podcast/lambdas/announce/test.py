DETAIL = {"show": "sea", "number": 7, "title": "Tides", "audio": "audio/sea/7.mp3"}


def test_listeners_are_told(call, event, table, published):
    for number in range(12):
        table.put(pk="listeners#sea", sk=f"user{number:02d}")
    assert call(event.app(DETAIL)) == 12
    assert len(published["push"]) == 12
    assert published["push"][0] == {"listener": "user00", "text": "New: Tides", "link": "audio/sea/7.mp3"}
