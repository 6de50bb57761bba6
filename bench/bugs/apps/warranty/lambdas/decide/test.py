from decimal import Decimal

BO = {"sub": "bo", "email": "bo@warranty.example", "cognito:groups": "staff"}


def claim(tables):
    tables["warranty-claims"].put(claim="c1", customer="ann", email="ann@example.com", serial="AB123456", text="It leaks",
                                  state="open", opened="2026-05-01T08:00:00+00:00", price=Decimal("49.95"), photos=0)


def test_a_claim_is_accepted(call, event, tables, sent, emitted):
    claim(tables)
    response = call(event.api("/claims/c1/decision", method="POST", claims=BO, body={"accept": True}))
    assert (response.status, response.json) == (200, {"claim": "c1", "state": "accepted"})
    assert sent["refund"] == [{"claim": "c1", "amount": "49.95"}]
    assert tables["warranty-claims"].row("c1")["decided_by"] == "bo"
    assert [(entry["topic"], entry["detail"]["email"]) for entry in emitted] == [("ClaimDecided", "ann@example.com")]


def test_a_claim_is_refused(call, event, tables, sent):
    claim(tables)
    response = call(event.api("/claims/c1/decision", method="POST", claims=BO, body={"accept": False, "reason": "broken glass"}))
    assert response.status == 200
    assert sent == {}
