def run(app):
    assert app.request("GET", "/").json == {"message": "places"}
    answer = app.request("POST", "/places", {"name": "harbour", "rating": 5})
    assert answer.status == 201, answer.text
    assert app.request("GET", f"/places/{answer.json['place_id']}").json == answer.json
    assert app.request("GET", "/places?limit=5").json == [answer.json]
    assert app.request("POST", "/places", {"name": "", "rating": 9}).status == 422
    assert app.request("GET", "/openapi.json").json["info"]["title"] == "Places"
