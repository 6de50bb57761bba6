SECRETS = {"jwt": "a secret of more than thirty-two bytes, for HS256"}


def run(app):
    person = {"email": "ann@example.com", "password": "p4ssw0rd"}
    assert app.request("POST", "/signup", person).status == 201
    assert app.request("POST", "/signup", person).status == 409
    assert app.request("POST", "/login", {**person, "password": "x"}).status == 401
    answer = app.request("POST", "/login", person, {"Origin": "https://app.example.com"})
    assert answer.headers["Access-Control-Allow-Origin"] == "https://app.example.com", answer.headers
    token, cookie = answer.json["token"], answer.headers["Set-Cookie"].partition(";")[0]
    assert app.request("GET", "/me", headers={"Authorization": f"Bearer {token}"}).json == {"email": "ann@example.com"}
    assert app.request("GET", "/me", headers={"Authorization": "Bearer x"}).status == 403
    assert app.request("GET", "/me").status == 401
    assert app.request("POST", "/refresh", headers={"Cookie": cookie}).json["token"]
    assert app.request("POST", "/refresh", headers={"Cookie": cookie}).text == "used"
