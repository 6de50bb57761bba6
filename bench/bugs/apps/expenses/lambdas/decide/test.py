BOSS = {"sub": "bob", "email": "bob@firm.example", "cognito:groups": ["managers"]}
PATH = {"employee": "ann", "number": "a"}


def put(table):
    table.put(pk="employee#ann", sk="expense#a", email="ann@firm.example", title="Taxi", amount=5, currency="EUR",
              total=5, status="open", submitted="2026-05-01T10:00:00+00:00")


def test_an_expense_is_approved_once(call, event, table, emitted):
    put(table)
    assert call(event.api(PATH, body={"decision": "approved"}, claims=BOSS)).status == 200
    assert table.row("employee#ann", "expense#a")["status"] == "approved"
    assert emitted[0]["detail"]["decision"] == "approved"
    assert call(event.api(PATH, body={"decision": "declined"}, claims=BOSS)).status == 409


def test_an_unknown_expense(call, event):
    assert call(event.api(PATH, body={"decision": "approved"}, claims=BOSS)).status == 404
