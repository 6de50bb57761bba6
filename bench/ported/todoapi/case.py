def run(app):
    answer = app.request("POST", "/todos", {"title": "paint"})
    assert answer.status == 201
    assert app.request("GET", f"/todos/{answer.json['id']}").json == answer.json
    assert app.request("GET", "/todos").json == {"todos": [answer.json]}
    assert app.request("GET", "/todos/7").status == 404
    assert app.request("POST", "/todos", {"title": ""}).status == 400
