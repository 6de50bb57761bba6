SECRETS = {"token": "open sesame"}


def run(app):
    answer = app.request("GET", "/vault", headers={"X-Token": "open sesame"})
    assert (answer.status, answer.json) == (200, {"user": "operator", "team": "red"})
    assert app.request("GET", "/vault", headers={"X-Token": "wrong"}).status == 403
    assert app.request("GET", "/vault", headers={"X-Token": "expired"}).status == 401
    assert app.request("GET", "/vault").status == 401
