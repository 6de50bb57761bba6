def run(app):
    assert app.request("POST", "/tasks", {}).status == 400
    task = app.request("POST", "/tasks", {"text": "milk"}).json
    assert app.request("GET", "/tasks").json == [task]
    changed = app.request("PUT", f"/tasks/{task['id']}", {"text": "oat milk", "checked": True}).json
    assert (changed["text"], changed["checked"]) == ("oat milk", True)
    assert app.request("GET", f"/tasks/{task['id']}").json == changed
    assert app.request("DELETE", f"/tasks/{task['id']}").status == 200
    assert app.request("GET", f"/tasks/{task['id']}").status == 404
