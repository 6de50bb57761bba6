def run(app):
    app.put("newsletter", "templates/confirm.html", b"<a href='$link'>yes</a>")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert app.request("POST", "/subscribe", b"email=nobody", form).status == 400
    assert app.request("POST", "/subscribe", b"email=ann%40example.com", form).status == 200
    row = app.table("newsletter-subscribers").scan()["Items"][0]
    assert app.request("GET", "/subscribe/confirm/ann@example.com/guess").status == 404
    assert app.request("GET", f"/subscribe/confirm/ann@example.com/{row['identifier']}").status == 200
    letter = {"number": 7, "subject": "Seven", "html": "<p>hi</p>"}
    assert app.request("POST", "/issue", letter).json == {"letters": 1}
    assert app.request("POST", "/issue", letter).status == 409
    assert app.invoke("send", {}) == 1
    assert app.invoke("send", {}) == 0
    app.invoke("backup", {})
    app.invoke("backup", {})
    names = [backup["TableName"] for backup in app.client("dynamodb").list_backups()["BackupSummaries"]]
    assert len([name for name in names if name.startswith("newsletter-")]) == 4, names
    assert app.request("GET", f"/unsubscribe/ann@example.com/{row['identifier']}").status == 200
