import json

SECRETS = {"oauth": json.dumps({"access_token": "old", "refresh_token": "r", "expires_at": 0})}


def run(app):
    with app.peer({"access_token": "new", "expires_in": 3600, "items": [{"id": "e1", "title": "Lunch"}]}) as received:
        assert app.invoke("sync", {}) == 2
        assert app.invoke("sync", {}) == 2
    assert [path.partition("?")[0] for _method, path, _body in received].count("/token") == 1
    assert len(app.table("calendar").scan()["Items"]) == 1
