def run(app):
    answer = app.request("PUT", "/recipes/soup", {"title": "Soup", "tag": "hot", "minutes": 20})
    assert answer.status == 204, answer.text
    assert app.request("GET", "/recipes/soup").json == {"title": "Soup", "minutes": 20}
    assert app.request("GET", "/tags/hot").json == ["Soup"]
    assert app.request("GET", "/recipes/none").status == 404
