ZOE = {"sub": "zoe", "email": "zoe@campus.example"}


def test_leaving(call, event, table, emitted):
    table.put(pk="course#art", sk="course", title="Art", seats=1, taken=1)
    table.put(pk="course#art", sk="student#zoe", student="zoe", course="art")
    response = call(event.api(path={"course": "art"}, claims=ZOE))
    assert (response.status, response.text) == (204, "")
    assert [(row["sk"], row["taken"]) for row in table.rows()] == [("course", 0)]
    assert [(event["topic"], event["detail"]) for event in emitted] == [("SeatFreed", {"course": "art"})]


def test_not_in_the_course(call, event, table, emitted):
    table.put(pk="course#art", sk="course", title="Art", seats=1, taken=1)
    assert call(event.api(path={"course": "art"}, claims=ZOE)).status == 404
    assert list(emitted) == []
