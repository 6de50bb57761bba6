def run(app):
    token = {"Authorization": app.sign_in("ann@example.com")}
    answer = app.request("POST", "/keys", headers=token)
    assert answer.status == 201, answer.text
    key = {"x-api-key": answer.json["key"]}
    assert app.request("GET", "/data", headers=key).json["caller"]
    assert app.request("GET", "/data").status == 403
    assert app.request("DELETE", "/keys", headers=token).status == 204
    assert app.request("GET", "/data", headers=key).status == 403
    assert app.request("DELETE", "/keys", headers=token).status == 404
