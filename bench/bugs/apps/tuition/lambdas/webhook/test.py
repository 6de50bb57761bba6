import hashlib
import hmac
import json

PAYMENT = {"id": "p1", "type": "payment.succeeded", "student": "ann", "amount": 2450}


def test_a_payment_goes_to_the_ledger(call, event, secret, sent):
    secret.put("s3cret")
    text = json.dumps(PAYMENT)
    signature = hmac.new(b"s3cret", text.encode(), hashlib.sha256).hexdigest()
    response = call(event.api(body=text, headers={"X-Signature": signature}))
    assert response.status == 200
    assert sent["ledger"] == [{"student": "ann", "reference": "p1", "cents": 2450, "kind": "payment.succeeded"}]


def test_another_signature_is_refused(call, event, secret, sent):
    secret.put("s3cret")
    assert call(event.api(body=json.dumps(PAYMENT), headers={"X-Signature": "abc"})).status == 401
    assert sent == {}
