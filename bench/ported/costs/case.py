def run(app):
    assert app.invoke("report", {})["status"] == "report_sent"
    keys = app.wait(lambda: app.keys("costs"))
    assert app.get("costs", keys[0]).startswith(b"The last seven days")
