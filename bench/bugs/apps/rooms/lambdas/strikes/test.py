def test_the_third_time_is_one_too_many(call, event, table):
    table.put(pk="room#tea", sk="member#ann", user="ann")
    for room in ("tea", "bar"):
        call(event.app({"user": "ann", "room": room}))
    assert table.row("user#ann", "strikes") == {"pk": "user#ann", "sk": "strikes", "strikes": 2,
                                                "rooms": {"tea", "bar"}}
    call(event.app({"user": "ann", "room": "tea"}))
    assert table.row("room#tea", "member#ann") is None
