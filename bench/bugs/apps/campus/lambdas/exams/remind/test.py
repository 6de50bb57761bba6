def test_students_are_reminded(call, table, sent):
    table.put(pk="course#art", sk="course", title="Art", exam={"start": "2026-07-01T10:00", "room": "r1"})
    for student in ("zoe", "max"):
        table.put(pk="course#art", sk=f"student#{student}", student=student, email=f"{student}@campus.example")
    assert call({"course": "art", "start": "2026-07-01T10:00:00"}) == 2
    assert sent["mail"][0] == {"template": "exam", "to": "max@campus.example",
                               "values": {"title": "Art", "start": "10:00", "room": "r1"}}


def test_no_exam(call, table):
    assert call({"course": "art", "start": "2026-07-01T10:00:00"}) == 0
