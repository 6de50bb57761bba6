import pytest

pytestmark = pytest.mark.warm


def join(call, event, student, course="art"):
    claims = {"sub": student, "email": f"{student}@campus.example"}
    return call(event.api(path={"course": course}, claims=claims))


def test_seats_and_the_waiting_list(call, event, table, sent):
    table.put(pk="course#art", sk="course", title="Art", seats=1, term="2026a")
    first = join(call, event, "zoe")
    assert (first.status, first.json) == (201, {"course": "art", "joined": True})
    assert join(call, event, "zoe").status == 409
    second = join(call, event, "max")
    assert (second.status, second.json) == (202, {"course": "art", "joined": False})
    assert table.row("course#art", "course")["taken"] == 1
    assert table.row("course#art", "student#zoe")["email"] == "zoe@campus.example"
    waiting = [row for row in table.rows() if row["sk"].startswith("wait#")]
    assert [(row["student"], row["kind"]) for row in waiting] == [("max", "wait")]
    assert [(mail["template"], mail["to"], mail["values"]) for mail in sent["mail"]] == [
        ("joined", "zoe@campus.example", {"title": "Art"}), ("waiting", "max@campus.example", {"title": "Art"})]


def test_no_course(call, event):
    assert join(call, event, "zoe").status == 404
