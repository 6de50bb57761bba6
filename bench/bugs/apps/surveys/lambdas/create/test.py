ANN = {"sub": "ann", "email": "ann@example.com"}
BODY = {"title": "Lunch", "choices": ["soup", "salad", "soup"], "days": 2}


def test_a_survey_is_created(call, event, tables, scheduled):
    answer = call(event.api(body=BODY, claims=ANN))
    assert answer.status == 201
    [row] = tables["surveys"].rows()
    assert (row["owner"], row["choices"], row["status"]) == ("ann", ["soup", "salad"], "open")
    [schedule] = scheduled["close"]
    assert schedule["body"] == {"survey": answer.json["id"]}
    assert schedule["expression"] == f"at({answer.json['closes'].removesuffix('Z')})"
