def test_a_payout(call, event, tables, emails):
    tables["claims-files"].put(claim="c1", title="Hail", state="taken", due="2026-05-01", email="ann@example.com")
    call(event.topic({"kind": "booked", "claim": "c1", "euros": "10.50"}, attributes={"kind": "booked"}))
    assert emails[0]["to"] == ["ann@example.com"]
    assert "we pay 10.50 EUR for your claim c1" in emails[0]["text"]


def test_late_claims(call, event, emails):
    message = {"kind": "late", "assessor": "di", "claims": [{"claim": "c1", "due": "2026-05-01", "urgency": 2}]}
    call(event.topic(message, attributes={"kind": "late"}))
    assert (emails[0]["subject"], emails[0]["text"].strip()) == ("di: 1 late", "c1  2026-05-01  !!")
