HR = {"sub": "h1", "email": "hr@mill.example", "cognito:groups": ["hr"]}


def test_an_approval(call, event, table, invoked):
    table.put(pk="run#2026-05", sk="run", state="open")
    assert call(event.api(path={"month": "2026-05"}, claims=HR)).status == 202
    assert table.row("run#2026-05", "run")["state"] == "approved"
    assert invoked["bank"] == [{"month": "2026-05"}]


def test_no_run(call, event, invoked):
    assert call(event.api(path={"month": "2026-05"}, claims=HR)).status == 409
    assert invoked["bank"] == []
