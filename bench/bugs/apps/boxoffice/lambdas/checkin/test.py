STAFF = {"sub": "s1", "email": "s@roundhouse.example", "cognito:groups": ["staff"]}


def test_a_ticket(call, event, tables):
    tables["boxoffice-orders"].put(
        id="o1", show="p1", seats=["A1"], email="ann@example.com", amount=3500, status="paid",
        placed="2026-05-01T08:00:00+00:00")
    tables["boxoffice-seats"].put(show="p1", seat="A1", taken="o1")
    assert call(event.api(body={"code": "o1-A1"}, claims=STAFF)).status == 200
    assert tables["boxoffice-seats"].row("p1", "A1")["gate"] == "s1"
    assert call(event.api(body={"code": "o1-A1"}, claims=STAFF)).status == 409
    assert call(event.api(body={"code": "o1-B7"}, claims=STAFF)).status == 404
