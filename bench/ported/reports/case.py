def run(app):
    job = app.request("POST", "/reports", {"rows": 3}).json["job"]
    answer = app.wait(lambda: (lambda a: a if a.status == 303 else None)(app.request("GET", f"/reports/{job}")))
    assert app.fetch("GET", answer.headers["Location"]).text.split() == ["n;square", "0;0", "1;1", "2;4"]
