SURVEY = {"pk": "survey#s1", "sk": "survey", "id": "s1", "owner": "ann", "email": "ann@example.com", "title": "Lunch",
          "choices": ["soup", "salad"], "status": "open", "created": "2026-05-01T08:00:00Z", "closes": "2099-05-03T08:00:00Z"}


def test_the_results(call, event, tables):
    tables["surveys"].put(SURVEY)
    tables["surveys-counts"].put(survey="s1", choice="soup", number=3)
    answer = call(event.api("/surveys/s1", method="GET"))
    assert answer.status == 200
    assert (answer.json["results"], answer.json["answers"]) == ({"soup": 3, "salad": 0}, 3)
    assert call(event.api("/surveys/s2", method="GET")).status == 404


def test_my_surveys(call, event, tables):
    tables["surveys"].put(SURVEY)
    tables["surveys"].put({**SURVEY, "pk": "survey#s2", "id": "s2", "created": "2026-05-02T08:00:00Z"})
    first = call(event.api("/surveys", method="GET", claims={"sub": "ann"}, query={"limit": "1"})).json
    assert [row["id"] for row in first["surveys"]] == ["s2"]
    second = call(event.api("/surveys", method="GET", claims={"sub": "ann"}, query={"limit": "1", "next": first["next"]})).json
    assert [row["id"] for row in second["surveys"]] == ["s1"]
