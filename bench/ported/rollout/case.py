def run(app):
    assert app.request("GET", "/price?amount=200").json == {"price": 200}
    answer = app.request("GET", "/price?amount=200", headers={"X-Tier": "premium"})
    assert answer.json == {"price": 170}, answer.text
