import hashlib
import hmac
import json
import time


def signed(body, key="pr0vider", age=0):
    stamp = str(int(time.time()) - age)
    digest = hmac.new(key.encode(), f"{stamp}.{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Signature": f"t={stamp},v1={digest}", "Content-Type": "application/json"}


def notice(number, kind, cents=1408):
    return json.dumps({"id": f"e{number}", "type": kind, "data": {"invoice": "2026-05-ann", "cents": cents}})


def test_a_payment_and_its_refund(call, event, tables, secret):
    secret.put("pr0vider")
    tables["carpool-payments"].put(invoice="2026-05-ann", driver="ann", due=14, state="open")
    for number, kind, cents in ((1, "payment.succeeded", 1408), (2, "payment.refunded", 8), (2, "payment.refunded", 8)):
        body = notice(number, kind, cents)
        assert call(event.api(body=body, headers=signed(body))).status == 204
    row = tables["carpool-payments"].row("2026-05-ann")
    assert (row["state"], row["paid"], row["events"]) == ("refunded", 14, ["e1", "e2"])


def test_a_wrong_signature(call, event, tables, secret):
    secret.put("pr0vider")
    body = notice(1, "payment.succeeded")
    assert call(event.api(body=body, headers=signed(body, "other"))).status == 401
    assert call(event.api(body=body, headers=signed(body, age=900))).status == 400
    assert call(event.api(body=body)).status == 400
