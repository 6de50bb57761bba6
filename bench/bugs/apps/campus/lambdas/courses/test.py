def put(table, course, **more):
    table.put(**{"pk": f"course#{course}", "sk": "course", "title": course.title(), "seats": 2, "taken": 0,
                 "teacher": "tom", "term": "2026a", **more})


def test_courses(call, event, table):
    put(table, "piano")
    put(table, "art", taken=2)
    put(table, "old", term="2025b")
    table.put(pk="course#art", sk="student#zoe", student="zoe", course="art")
    response = call(event.api(query={"term": "2026a"}))
    assert response.json == {"courses": [
        {"course": "art", "title": "Art", "free": 0}, {"course": "piano", "title": "Piano", "free": 2}], "more": False}
    free = call(event.api(query={"term": "2026a", "free": "1"})).json["courses"]
    assert [course["course"] for course in free] == ["piano"]
    assert call(event.api(query={"term": "2026a", "teacher": "ann"})).json["courses"] == []


def test_many_pages(call, event, table):
    for number in range(120):
        put(table, f"c{number}", term="2026a" if number % 10 == 0 else "2025b")
    assert len(call(event.api(query={"term": "2026a"})).json["courses"]) == 12


def test_after(call, event):
    assert call(event.api(query={"term": "2026a", "after": "a#b"})).status == 400
