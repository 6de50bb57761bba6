def run(app):
    assert app.request("POST", "/products/cup/reviews", {"text": "I love it"}).status == 403
    key = {"x-api-key": app.api_key()}
    answer = app.request("POST", "/products/cup/reviews", {"text": "I love it"}, key)
    assert answer.status == 201, answer.text
    assert app.request("GET", f"/reviews?sentiment={answer.json['sentiment']}").json == ["I love it"]
