def run(app):
    app.put("labels", "pictures/cat.jpg", b"jpeg")
    answer = app.wait(lambda: (lambda a: a if a.status == 200 else None)(app.request("GET", "/pictures/cat.jpg")))
    assert answer.json["labels"]
    assert app.fetch("GET", answer.json["url"]).text == "jpeg"
