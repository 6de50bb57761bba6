HR = {"sub": "h1", "email": "hr@mill.example", "cognito:groups": ["hr"]}


def test_an_interview(call, event, tables, scheduled):
    tables["hiring-applications"].put(job="1", email="ann@example.com", name="Ann", state="invited", changed="2026-05-01")
    body = {"job": "1", "email": "ann@example.com", "at": "2999-05-04T10:00:00+02:00"}
    response = call(event.api(body=body, claims=HR))
    assert response.status == 201
    assert scheduled["remind"][0]["expression"] == "at(2999-05-04T07:00:00)"
    assert scheduled["remind"][0]["body"] == {"interview": response.json["id"]}
    assert tables["hiring-interviews"].row(response.json["id"])["email"] == "ann@example.com"


def test_too_early(call, event):
    body = {"job": "1", "email": "ann@example.com", "at": "2020-05-04T10:00:00+02:00"}
    assert call(event.api(body=body, claims=HR)).status == 400
