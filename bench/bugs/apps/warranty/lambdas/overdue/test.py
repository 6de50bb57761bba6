from decimal import Decimal


def test_old_claims_are_escalated(call, event, tables, published):
    for claim, opened, state in [("c1", "2026-01-05T08:00:00+00:00", "open"), ("c2", "2026-01-06T08:00:00+00:00", "refused"),
                                 ("c3", "2099-01-01T08:00:00+00:00", "open")]:
        tables["warranty-claims"].put(claim=claim, customer="ann", state=state, opened=opened, price=Decimal("49.95"))
    assert call(event.schedule()) == 1
    assert [message["claim"] for message in published["escalate"]] == ["c1"]
