def run(app):
    assert app.request("GET", "/health").json == {"status": "ok"}
    for number, title in enumerate(("C", "A", "B")):
        answer = app.request("POST", "/books", {"isbn": f"000000000{number}", "title": title, "author": "ann", "price": 5})
        assert answer.status == 201, answer.text
        assert "x-process-time" in {name.lower() for name in answer.headers}
    assert app.request("POST", "/books", {"isbn": "0000000000", "title": "C", "author": "ann", "price": 5}).status == 409
    assert app.request("POST", "/books", {"isbn": "1"}).status == 422
    assert [book["title"] for book in app.request("GET", "/books?author=ann").json] == ["A", "B"]
    assert app.request("GET", "/books/0000000001").json["title"] == "A"
    assert app.request("GET", "/books/0000000009").status == 404
    assert app.request("DELETE", "/books/0000000001").status == 204
