import hashlib
import hmac
import json
import time

ALERT = {"id": "AT2026abc", "magnitude": 15.2, "position": {"ra": 150.0, "dec": 2.2}}


def signed(text, key="k1", sent=None):
    sent = str(int(time.time() if sent is None else sent))
    digest = hmac.new(key.encode(), f"{sent}.{text}".encode(), hashlib.sha256).hexdigest()
    return {"X-Feed-Time": sent, "X-Feed-Signature": f"sha256={digest}"}


def test_an_alert_is_scheduled_once(call, event, secret, tables, emitted):
    secret.put("k1")
    text = json.dumps(ALERT)
    assert call(event.api(body=text, headers=signed(text))).status == 201
    assert call(event.api(body=text, headers=signed(text))).status == 200
    [row] = tables["observatory-proposals"].rows()
    assert (row["proposal"], row["target"]["ra"]) == ("too-AT2026abc", 10)
    assert [entry["detail"] for entry in emitted] == [{"proposal": "too-AT2026abc", "score": "10", "urgent": True}]


def test_a_faint_one(call, event, secret, tables):
    secret.put("k1")
    text = json.dumps({**ALERT, "magnitude": 20.1})
    assert call(event.api(body=text, headers=signed(text))).status == 202
    assert tables["observatory-proposals"].rows() == []


def test_signatures(call, event, secret):
    secret.put("k1")
    text = json.dumps(ALERT)
    assert call(event.api(body=text, headers=signed(text, "k2"))).status == 401
    assert call(event.api(body=text, headers=signed(text, sent=1700000000))).status == 401
    assert call(event.api(body=text, headers={"X-Feed-Time": "now"})).status == 401
