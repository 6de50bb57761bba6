def run(app):
    code = app.request("POST", "/shorten", {"long_url": "https://example.com/a"}).json["code"]
    answer = app.request("GET", f"/{code}")
    assert (answer.status, answer.headers["Location"]) == (301, "https://example.com/a")
    assert app.table("links").get_item(Key={"short_code": code})["Item"]["hits"] == 1
    assert app.request("GET", "/nothing").status == 404
