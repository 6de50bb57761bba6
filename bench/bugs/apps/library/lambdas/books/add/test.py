STAFF = {"sub": "s1", "email": "s1@library.example", "cognito:groups": ["staff"]}


def test_a_book(call, event, table, invoked):
    invoked.answers("lookup", {"title": "Growth of the Soil", "author": "Hamsun", "pages": 340})
    response = call(event.api(body={"isbn": "9780143105107", "copies": 2, "price": 12.5}, claims=STAFF))
    assert response.status == 201
    assert response.json["title"] == "Growth of the Soil"
    assert table.row("book#9780143105107", "book")["available"] == 2
    assert invoked["lookup"] == [{"isbn": "9780143105107"}]
