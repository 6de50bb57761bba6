def run(app):
    ended = app.request("POST", "/sessions", {"user": "bob"}).json["token"]
    assert app.request("DELETE", f"/sessions/{ended}").status == 204
    token = app.request("POST", "/sessions", {"user": "ann", "seconds": -10}).json["token"]
    assert b'"ann"' in app.wait(lambda: app.get("sessions", f"expired/{token}.json"))
    assert app.get("sessions", f"expired/{ended}.json") is None
