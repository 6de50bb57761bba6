from decimal import Decimal

BO = {"sub": "bo", "email": "bo@uni.example", "cognito:groups": "committee"}


def put(tables, **fields):
    tables["observatory-proposals"].put(**{
        "proposal": "p1", "cycle": "2026A", "submitted": "2026-02-01T08:00:00+00:00", "institute": "oslo", "owner": "ann",
        "email": "ann@uni.example", "title": "Dust", "state": "submitted", "hours": 2, "reviews": {},
        "target": {"name": "M31", "ra": Decimal("0.712"), "dec": Decimal("41.27")}, **fields})


def test_one_review(call, event, tables):
    put(tables)
    response = call(event.api(path={"proposal": "p1"}, claims=BO, body={"score": 7.5}))
    assert response.json == {"state": "submitted", "reviews": 1}
    assert tables["observatory-proposals"].row("p1")["reviews"] == {"bo": {"score": 7.5, "remark": ""}}


def test_the_third_review_decides(call, event, tables, emitted):
    put(tables, reviews={"cy": {"score": 6, "remark": ""}, "di": {"score": 7, "remark": "good"}})
    response = call(event.api(path={"proposal": "p1"}, claims=BO, body={"score": 8, "remark": "fine"}))
    assert response.json["state"] == "accepted"
    assert tables["observatory-proposals"].row("p1")["score"] == 7
    assert [entry["detail"]["proposal"] for entry in emitted] == ["p1"]


def test_nobody_reviews_their_own(call, event, tables):
    put(tables, owner="bo")
    assert call(event.api(path={"proposal": "p1"}, claims=BO, body={"score": 10})).status == 409
