def run(app):
    with app.peer({"Labels": [{"Name": "Cat", "Confidence": 98.5}]}) as received:
        app.put("labels", "pictures/cat.jpg", b"jpeg")
        answer = app.wait(lambda: (lambda a: a if a.status == 200 else None)(app.request("GET", "/pictures/cat.jpg")))
    assert answer.json["labels"] == ["Cat"]
    assert received[0][2]["Image"]["S3Object"]["Name"] == "pictures/cat.jpg"
    assert app.fetch("GET", answer.json["url"]).text == "jpeg"
