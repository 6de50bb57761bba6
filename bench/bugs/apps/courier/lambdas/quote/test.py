import io


def test_a_price(call, event, tables, secret, index, monkeypatch):
    secret.put("k3y")
    tables["courier-rates"].put(zone="eu", base=500, per_kilo=100, days=3)
    monkeypatch.setattr(index.urllib.request, "urlopen", lambda request, timeout: io.BytesIO(b'{"percent": 2.5}'))
    response = call(event.api(body={"zone": "eu", "grams": 1500}))
    assert response.json == {"zone": "eu", "cents": 667, "days": 3}
