import base64
import hashlib
import hmac
import json

SALE = {"id": "s1", "lines": [{"sku": "mug", "count": 2}, {"sku": "sword", "count": 1}]}


def signed(text, key="t1ll"):
    digest = hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()
    return {"X-Till-Signature": base64.b64encode(digest).decode()}


def test_a_sale(call, event, tables, secret, published):
    secret.put('{"key": "t1ll"}')
    tables["castle-stock"].put(sku="mug", pieces=6)
    text = json.dumps(SALE)
    response = call(event.api(body=text, headers=signed(text)))
    assert response.json == {"sale": "s1", "missing": ["sword"]}
    assert tables["castle-stock"].row("mug")["pieces"] == 4
    assert published["alarm"] == ["mug: 4 left"]


def test_a_wrong_signature(call, event, tables, secret):
    secret.put('{"key": "t1ll"}')
    text = json.dumps(SALE)
    assert call(event.api(body=text, headers=signed(text, "other"))).status == 401
