def run(app):
    answer = {"hits": {"hits": [{"_source": {"title": "Tea"}}]}, "errors": False, "items": [{"index": {"status": 201}}]}
    with app.peer(answer) as received:
        assert app.request("GET", "/search?q=tea").json == ["Tea"]
