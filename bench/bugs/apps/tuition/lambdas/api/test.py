ANN = {"sub": "ann", "email": "ann@example.com"}
LESSON = {"pk": "lesson#m1", "sk": "lesson", "id": "m1", "course": "maths", "teacher": "tom", "seats": 2, "taken": 0,
          "starts": "2099-05-01T14:00:00+00:00", "state": "open"}


def test_a_lesson_is_added(call, event, table):
    response = call(event.api("/lessons", method="POST", claims={"sub": "tom"},
                              body={"course": "maths", "starts": "2099-05-01T14:00:00+02:00", "seats": 4}))
    assert response.status == 201
    [row] = table.rows()
    assert (row["teacher"], row["seats"], row["starts"]) == ("tom", 4, "2099-05-01T12:00:00+00:00")


def test_one_lesson(call, event, table):
    table.put(LESSON)
    response = call(event.api("/lessons/m1", method="GET", claims=ANN))
    assert (response.json["free"], response.json["price"]) == (2, "24.50")
    assert call(event.api("/lessons/m2", method="GET", claims=ANN)).status == 404


def test_a_booking_and_its_reminder(call, event, table, scheduled):
    table.put(LESSON)
    response = call(event.api("/lessons/m1/bookings", method="POST", claims=ANN))
    assert response.status == 201
    assert table.row("lesson#m1", "lesson")["taken"] == 1
    assert table.row("lesson#m1", "student#ann")["email"] == "ann@example.com"
    [reminder] = scheduled["remind"]
    assert reminder["expression"] == "at(2099-05-01T12:00:00)"
    listed = call(event.api("/lessons/m1/bookings", method="GET", claims=ANN)).json["students"]
    assert [row["student"] for row in listed] == ["ann"]


def test_a_booking_is_cancelled(call, event, table):
    table.put(LESSON)
    call(event.api("/lessons/m1/bookings", method="POST", claims=ANN))
    assert call(event.api("/lessons/m1/bookings", method="DELETE", claims=ANN)).json == {"cancelled": "m1"}
    assert table.row("lesson#m1", "lesson")["taken"] == 0
