def run(app):
    page = {"Origin": "https://cv.example.com"}
    answers = [app.request("POST", "/count", headers=page) for _ in range(2)]
    assert [answer.text for answer in answers] == ["1", "2"]
    assert answers[0].headers["Access-Control-Allow-Origin"] == "https://cv.example.com"
    preflight = app.request("OPTIONS", "/count", headers={**page, "Access-Control-Request-Method": "POST"})
    assert preflight.headers["Access-Control-Allow-Origin"] == "https://cv.example.com"
