import hashlib
import hmac
import json

BODY = json.dumps({"type": "payment.succeeded", "order": "o1", "payment": "pay_1"})
ORDER = {"id": "o1", "show": "p1", "seats": ["A1"], "email": "ann@example.com", "amount": 3500, "status": "held",
         "placed": "2026-05-01T08:00:00+00:00", "expires": 4_000_000_000}


def test_a_payment(call, event, tables, secret, emitted):
    secret.put("k")
    tables["boxoffice-orders"].put(**ORDER)
    signature = hmac.new(b"k", BODY.encode(), hashlib.sha256).hexdigest()
    response = call(event.url("/", method="POST", body=BODY, headers={"X-Signature": signature}))
    assert response.status == 204
    assert tables["boxoffice-orders"].row("o1")["status"] == "paid"
    assert emitted[0]["detail"] == {
        "order": "o1", "show": "p1", "seats": ["A1"], "email": "ann@example.com", "amount": 3500}


def test_a_wrong_signature(call, event, secret):
    secret.put("k")
    assert call(event.url("/", method="POST", body=BODY, headers={"X-Signature": "0"})).status == 401
