def run(app):
    assert app.request("POST", "/products/cup/reviews", {"text": "I love it"}).status == 403
    key = {"x-api-key": app.api_key()}
    with app.peer({"Sentiment": "POSITIVE", "SentimentScore": {"Positive": 0.99}}) as received:
        answer = app.request("POST", "/products/cup/reviews", {"text": "I love it"}, key)
    assert (answer.status, answer.json) == (201, {"sentiment": "POSITIVE"}), answer.text
    assert [body for _method, _path, body in received] == [{"Text": "I love it", "LanguageCode": "en"}]
    assert app.request("GET", "/reviews?sentiment=POSITIVE").json == ["I love it"]
    assert app.request("GET", "/reviews?sentiment=NEGATIVE").json == []
