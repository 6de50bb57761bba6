ART = {"title": " Art ", "seats": 12, "term": "2026a", "tags": ["Oil", "ink"]}


def save(call, event, teacher="tom", course="art"):
    claims = {"sub": teacher, "email": f"{teacher}@campus.example", "cognito:groups": ["teachers"]}
    return call(event.api(path={"course": course}, body=ART, claims=claims))


def test_a_course(call, event, table):
    response = save(call, event)
    assert (response.status, response.json) == (200, {
        "course": "art", "title": "Art", "seats": 12, "term": "2026a", "teacher": "tom@campus.example",
        "tags": ["ink", "oil"]})
    assert table.row("course#art", "course")["seats"] == 12
    assert save(call, event).status == 200
    assert save(call, event, "ann").status == 403


def test_names(call, event):
    assert save(call, event, course="Art!").status == 400
