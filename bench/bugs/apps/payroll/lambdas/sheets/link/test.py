HR = {"sub": "h1", "email": "hr@mill.example", "cognito:groups": ["hr"]}


def test_a_form(call, event):
    response = call(event.api(body={"month": "2026-05"}, claims=HR))
    assert response.status == 201
    assert response.json["fields"]["key"].startswith("inbox/2026-05/")


def test_a_wrong_month(call, event):
    assert call(event.api(body={"month": "May"}, claims=HR)).status == 400
