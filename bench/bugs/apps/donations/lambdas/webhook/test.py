import hashlib
import hmac
import json

PAYMENT = {
    "id": "p1",
    "status": "paid",
    "paidAt": "2026-05-01T08:00:00+00:00",
    "amount": {"value": "25.00", "currency": "EUR"},
    "customer": {"email": "Ann@example.com", "name": "Ann"},
    "metadata": {"campaign": "school"},
}


def signed(text, key="s3cret"):
    return {"X-Signature": hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()}


def test_a_payment(call, event, secret, sent):
    secret.put("s3cret")
    text = json.dumps(PAYMENT)
    assert call(event.api(body=text, headers=signed(text))).status == 200
    assert sent["record"] == [{"gift": "p1", "email": "Ann@example.com", "name": "Ann", "campaign": "school",
                               "amount": "25.00", "given": "2026-05-01T08:00:00+00:00"}]


def test_a_wrong_signature(call, event, secret, sent):
    secret.put("s3cret")
    text = json.dumps(PAYMENT)
    assert call(event.api(body=text, headers=signed(text, "other"))).status == 401
    assert sent == {}
