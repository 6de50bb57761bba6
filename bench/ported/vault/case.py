def run(app):
    token = {"Authorization": app.sign_in("ann@example.com")}
    assert app.request("PUT", "/notes/a", "secret text", token).status == 204
    assert app.request("GET", "/notes/a", headers=token).json == {"text": "secret text"}
    assert app.request("GET", "/notes/b", headers=token).status == 404
    assert b"secret text" not in app.table("vault").scan()["Items"][0]["text"].value
