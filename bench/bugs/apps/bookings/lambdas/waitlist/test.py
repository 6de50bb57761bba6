def test_a_free_slot_is_noted_once(call, event, table):
    free = event.app({"room": "blue", "day": "2026-05-01"})
    call(free)
    call(free)
    assert table.rows() == [{"pk": "free", "sk": "2026-05-01#blue", "seen": free["time"]}]
