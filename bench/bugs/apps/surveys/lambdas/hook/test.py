import hashlib
import hmac
import json

TEXT = json.dumps({"bounces": [{"email": "bo@example.com", "reason": "full"}]})


def test_a_bounce(call, event, tables, secret):
    secret.put("k3y")
    signature = hmac.new(b"k3y", TEXT.encode(), hashlib.sha256).hexdigest()
    assert call(event.url("/", method="POST", body=TEXT, headers={"X-Mail-Signature": signature})).status == 204
    assert tables["surveys"].row("email#bo@example.com", "bounce")["reason"] == "full"


def test_a_bad_signature(call, event, tables, secret):
    secret.put("k3y")
    assert call(event.url("/", method="POST", body=TEXT, headers={"X-Mail-Signature": "abc"})).status == 403
    assert tables["surveys"].rows() == []
