import base64
import gzip
import hashlib
import hmac
import json

CLOSING = {"day": "2026-05-04", "total": "13.40", "sales": [
    {"product": "rye", "pieces": 2, "price": "4.20", "vat": "food", "card": "c1"},
    {"product": "cocoa", "pieces": 2, "price": "2.50", "vat": "drink"}]}


def signed(text, key="k-river"):
    return {"X-Till-Signature": base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()}


def test_a_closing(call, event, secret, bucket, sent):
    secret.put('{"river": "k-river"}')
    text = json.dumps(CLOSING)
    response = call(event.api(path={"shop": "river"}, body=text, headers=signed(text)))
    assert response.status == 200
    assert (response.json["total"], response.json["vat"], response.json["cards"]) == ("13.40", {"food": "0.55", "drink": "0.80"}, 1)
    assert json.loads(gzip.decompress(bucket.bytes("closings/2026/river-2026-05-04.json.gz"))) == CLOSING
    assert sent["points"] == [{"card": "c1", "points": 8, "sale": "river/2026-05-04"}]


def test_refusals(call, event, secret):
    secret.put('{"river": "k-river"}')
    text = json.dumps({**CLOSING, "total": "1.00"})
    assert call(event.api(path={"shop": "river"}, body=text, headers=signed(text))).status == 409
    assert call(event.api(path={"shop": "river"}, body=text, headers=signed(text, "other"))).status == 403
    assert call(event.api(path={"shop": "river"}, body=text, headers={"X-Till-Signature": "?"})).status == 403
    assert call(event.api(path={"shop": "moon"}, body=text)).status == 404
