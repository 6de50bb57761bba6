def run(app):
    answer = app.request("POST", "/tickets", {"title": "Opera", "seats": 2})
    assert answer.status == 201, answer.text
    path = f"/tickets/{answer.json['id']}"
    app.wait(lambda: app.request("GET", path).json["status"] == "fulfilled")
    app.wait(lambda: app.keys("tickets"))
    assert app.request("GET", "/tickets?limit=5").json[0]["seats"] == 2
    assert app.request("GET", "/tickets?limit=99").json == {"errors": [{"field": "query.limit", "type": "less_than_equal"}]}
    assert app.request("POST", "/tickets", {"title": "x", "seats": 2}).status == 422
    assert app.request("GET", "/tickets/" + "0" * 32).status == 404
    assert "swagger" in app.request("GET", "/swagger").text.lower()
