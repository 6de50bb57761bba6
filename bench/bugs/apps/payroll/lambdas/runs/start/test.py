HR = {"sub": "h1", "email": "hr@mill.example", "cognito:groups": ["hr"]}


def test_a_run(call, event, table, sent):
    for number in range(12):
        table.put(pk=f"employee#{number}", sk="employee", name=f"Ann {number:02}", email="ann@mill.example", team="saw", rate=20)
    response = call(event.api(path={"month": "2026-05"}, body={"teams": ["saw"]}, claims=HR))
    assert (response.status, response.json) == (202, {"employees": 12})
    assert sent["calculate"][0] == {"employee": "0", "month": "2026-05"}
    assert len(sent["calculate"]) == 12
    assert table.row("run#2026-05", "run")["by"] == "hr@mill.example"


def test_twice(call, event, sent):
    request = event.api(path={"month": "2026-05"}, body={"teams": []}, claims=HR)
    assert call(request).status == 202
    assert call(request).status == 409
