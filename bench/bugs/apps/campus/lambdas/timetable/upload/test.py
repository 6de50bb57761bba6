import re

TOM = {"sub": "tom", "email": "tom@campus.example", "cognito:groups": ["teachers"]}


def test_an_address(call, event):
    response = call(event.api(body={"term": "2026a"}, claims=TOM))
    assert response.status == 201
    assert re.search(r"/inbox/2026a/[0-9a-f]{16}\.zip\?", response.json["url"])
    assert "X-Amz-Expires=900" in response.json["url"]
    other = call(event.api(body={"term": "2026a"}, claims=TOM))
    assert other.json["url"].split("?")[0] != response.json["url"].split("?")[0]


def test_no_term(event):
    event.api(body={"term": "next"}, claims=TOM, refused=True)
