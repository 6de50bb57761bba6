def test_views_are_counted(call, event, tables):
    view = {"course": "maths", "at": 1777622400}
    call(event.kinesis([view, view, {"course": "piano", "at": 1777622400}]))
    rows = {row["course"]: row["views"] for row in tables["tuition-stats"].rows()}
    assert rows == {"maths": 2, "piano": 1}
