AGENT = {"sub": "a1", "email": "ann@acme.example", "cognito:groups": ["agents"]}


def test_an_address(call, event):
    response = call(event.api({"number": "7"}, body={"name": "log.txt", "type": "text/plain"}, claims=AGENT))
    assert response.status == 200
    assert response.json["key"].startswith("files/7/")
    assert f"/{response.json['key']}?" in response.json["url"]
