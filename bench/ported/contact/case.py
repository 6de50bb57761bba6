def run(app):
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = app.request("POST", "/contact", b"name=Ann&email=ann%40example.com&message=Hi+there", form)
    assert (answer.status, answer.json) == (200, "Success")
    assert app.request("POST", "/contact", b"name=Ann", form).status == 400
    sent = app.client("ses").get_send_quota()
    assert sent["SentLast24Hours"] >= 1
