HR = {"sub": "h1", "email": "hr@mill.example", "cognito:groups": ["hr"]}
ANN = {"name": "Ann Berg", "email": "ann@mill.example", "team": "saw", "rate": 21.5, "iban": "NO93 8601 1117 947"}


def test_an_employee(call, event):
    assert call(event.api("/employees/7", method="PUT", body=ANN, claims=HR)).json == {"id": "7"}
    shown = {**ANN, "id": "7", "rate": "21.5", "iban": "NO9386011117947"}
    assert call(event.api("/employees/7", method="GET", claims=HR)).json == shown
    assert call(event.api("/teams/saw/employees", method="GET", claims=HR)).json == {"employees": [shown]}


def test_missing_fields(call, event):
    response = call(event.api("/employees/7", method="PUT", body={"name": "Ann"}, claims=HR))
    assert response.status == 400


def test_nobody(call, event):
    assert call(event.api("/employees/9", method="GET", claims=HR)).status == 404
