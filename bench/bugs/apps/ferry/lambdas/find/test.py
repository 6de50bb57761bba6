OFFICE = {"sub": "o1", "email": "office@ferry.example", "cognito:groups": ["office"]}


def test_bookings_of_an_address(call, event, tables):
    for number in range(23):
        tables["ferry-bookings"].put(sailing="sund-a", booking=f"b{number:02}", status="PAID", cost=95, email="ann@post.example",
                                     created=f"2099-06-01T10:{number:02}:00+00:00")
    first = call(event.api(query={"email": "Ann@post.example"}, claims=OFFICE)).json
    assert first["bookings"][0] == {"sailing": "sund-a", "booking": "b22", "status": "PAID", "cost": 95}
    second = call(event.api(query={"email": "ann@post.example", "next": first["next"]}, claims=OFFICE)).json
    assert [row["booking"] for row in second["bookings"]] == ["b02", "b01", "b00"]
    assert second["next"] is None


def test_nobody(call, event):
    assert call(event.api(query={"email": "bob@post.example"}, claims=OFFICE)).json == {"bookings": [], "next": None}
