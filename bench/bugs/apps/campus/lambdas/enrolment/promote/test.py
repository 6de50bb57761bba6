def waiting(table, time, student):
    table.put(pk="course#art", sk=f"wait#{time}#{student}", kind="wait", student=student, course="art", title="Art",
              email=f"{student}@campus.example")


def test_the_first_gets_the_seat(call, event, table, sent):
    table.put(pk="course#art", sk="course", title="Art", seats=2, taken=1)
    waiting(table, "2026-07-01T09:00:00.000000Z", "max")
    waiting(table, "2026-06-30T09:00:00.000000Z", "zoe")
    assert call(event.app({"course": "art"})) == {"promoted": "zoe"}
    row = table.row("course#art", "student#zoe")
    assert (row["kind"], row["email"]) == ("seat", "zoe@campus.example")
    assert table.row("course#art", "course")["taken"] == 2
    assert sent["mail"] == [{"template": "promoted", "to": "zoe@campus.example", "values": {"title": "Art"}}]
    assert call(event.app({"course": "art"})) == {"promoted": None}


def test_nobody_waits(call, event):
    assert call(event.app({"course": "art"})) == {"promoted": None}
