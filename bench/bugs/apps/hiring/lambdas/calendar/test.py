import hashlib
import hmac
import json

BODY = json.dumps({"interview": "i1", "answer": "yes"})


def test_a_confirmation(call, event, tables, secret):
    secret.put("k")
    tables["hiring-interviews"].put(id="i1", job="1", email="ann@example.com", at="2026-05-04T08:00:00+00:00", confirmed=False)
    signature = hmac.new(b"k", BODY.encode(), hashlib.sha256).hexdigest()
    response = call(event.url("/", method="POST", body=BODY, headers={"X-Signature": signature}))
    assert response.status == 204
    assert tables["hiring-interviews"].row("i1")["confirmed"] is True


def test_a_stranger(call, event, secret):
    secret.put("k")
    assert call(event.url("/", method="POST", body=BODY, headers={"X-Signature": "0"})).status == 401
