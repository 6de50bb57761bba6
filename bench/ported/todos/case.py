import hashlib

SECRETS = {"auth": "k"}


def run(app):
    app.table("todos-users").put_item(Item={"username": "ann", "hash": hashlib.sha256(b"pw").hexdigest()})
    assert app.request("POST", "/login", {"username": "ann", "password": "no"}).status == 401
    token = app.request("POST", "/login", {"username": "ann", "password": "pw"}).json["token"]
    headers = {"Authorization": token}
    uid = app.request("POST", "/todos", {"description": "milk"}, headers).json["uid"]
    assert app.request("PUT", f"/todos/{uid}", {"state": "done"}, headers).status == 200
    assert app.request("GET", f"/todos/{uid}", headers=headers).json["state"] == "done"
    assert [item["uid"] for item in app.request("GET", "/todos", headers=headers).json] == [uid]
    assert app.request("DELETE", f"/todos/{uid}", headers=headers).status == 200
    assert app.request("GET", f"/todos/{uid}", headers=headers).status == 404
    assert app.request("GET", "/todos").status == 401
    assert app.request("GET", "/todos", headers={"Authorization": "a.b"}).status == 401
