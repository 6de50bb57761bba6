def run(app):
    first = app.request("POST", "/rooms/lobby", {"user": "ann", "text": "hi"}).json["sent_at"]
    app.request("POST", "/rooms/lobby", {"user": "bob", "text": "hello"})
    assert [m["text"] for m in app.request("GET", "/rooms/lobby?since=0").json] == ["hi", "hello"]
    assert [m["user"] for m in app.request("GET", f"/rooms/lobby?since={first}").json] == ["bob"]
    assert app.request("GET", "/rooms/empty?since=0").json == []
    assert app.request("GET", "/rooms/lobby").status == 400
