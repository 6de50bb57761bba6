from datetime import datetime, timedelta

TOM = {"sub": "tom", "email": "tom@campus.example", "cognito:groups": ["teachers"]}


def plan(call, event, start, course="art"):
    return call(event.api(path={"course": course}, body={"start": start, "room": "r1"}, claims=TOM))


def test_an_exam(call, event, table, scheduled):
    table.put(pk="course#art", sk="course", title="Art", seats=2)
    day = datetime.now().date() + timedelta(days=30)
    response = plan(call, event, f"{day}T10:00")
    assert (response.status, response.json) == (200, {"title": "Art", "exam": {"start": f"{day}T10:00", "room": "r1"}})
    (reminder,) = scheduled["exams/remind"]
    assert (reminder["expression"], reminder["zone"]) == (f"at({day - timedelta(days=1)}T10:00:00)", "Europe/Dublin")
    assert reminder["body"] == {"course": "art", "start": f"{day}T10:00:00"}
    assert plan(call, event, f"{day}T14:00").status == 200
    assert [reminder["body"]["start"] for reminder in scheduled["exams/remind"]] == [f"{day}T14:00:00"]


def test_refused(call, event, table):
    day = datetime.now().date()
    assert plan(call, event, f"{day}T10:00").status == 400
    assert plan(call, event, "2030-02-31T10:00").status == 400
    assert plan(call, event, f"{day + timedelta(days=9)}T10:00").status == 404
