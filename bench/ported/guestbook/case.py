def run(app):
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = app.request("POST", "/", "name=Zo%C3%AB&text=hello+%3Cb%3E", form)
    assert answer.status in (302, 303), (answer.status, answer.text)
    assert "name=" in answer.headers["Set-Cookie"]
    page = app.request("GET", "/")
    assert "Zoë" in page.text and "hello &lt;b&gt;" in page.text and page.headers["Content-Type"].startswith("text/html")
    assert app.request("POST", "/", "name=x", form).status == 400
    assert "teal" in app.request("GET", "/static/site.css").text
