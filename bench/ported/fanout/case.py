def run(app):
    for period in ("weekly", "daily"):
        assert app.request("POST", "/events", {"period": period}).status == 202
    app.wait(lambda: sum(app.get("fanout", key).count(b'"message"') for key in app.keys("fanout")) == 2)
    app.wait(lambda: app.table("fanout").scan()["Items"])
    assert [item["message"] for item in app.table("fanout").scan()["Items"]] == ['{"period": "weekly"}']
