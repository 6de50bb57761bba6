def test_a_goal_is_reached(call, event, published):
    old = {"campaign": "school", "title": "A school", "goal": 1000, "total": 990, "gifts": 40}
    call(event.table(old=old, new={**old, "total": 1015, "gifts": 41}))
    assert published["announce"] == [{"campaign": "school", "title": "A school", "total": 1015}]


def test_a_goal_is_not_reached(call, event, published):
    old = {"campaign": "school", "title": "A school", "goal": 1000, "total": 90, "gifts": 4}
    call(event.table(old=old, new={**old, "total": 115, "gifts": 5}))
    assert published == {}
