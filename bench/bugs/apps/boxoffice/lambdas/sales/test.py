STAFF = {"sub": "s1", "email": "s@roundhouse.example", "cognito:groups": ["staff"]}


def test_sales(call, event, tables):
    tables["boxoffice-shows"].put(id="p1", house="main", title="Peer Gynt", starts="2999-05-01T17:30+00:00", cents=3500)
    for id, status in (("o1", "paid"), ("o2", "held")):
        tables["boxoffice-orders"].put(
            id=id, show="p1", seats=["A1"], email="ann@example.com", amount=3500, status=status,
            placed="2026-05-01T08:00:00+00:00")
    response = call(event.api(path={"id": "p1"}, claims=STAFF))
    assert response.json == {"orders": {"paid": 1, "held": 1}, "seats": 1, "cents": 3500}
