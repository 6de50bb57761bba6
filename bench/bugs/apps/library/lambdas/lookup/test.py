import io
import json
import urllib.request


def test_a_book(call, monkeypatch, secret):
    secret.put("k")
    asked = []

    def urlopen(request, timeout=None):
        asked.append(request)
        return io.BytesIO(json.dumps({"title": "Hunger", "authors": ["Hamsun"], "pages": 150}).encode())

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    assert call({"isbn": "1"}) == {"title": "Hunger", "author": "Hamsun", "pages": 150}
    assert asked[0].get_header("Authorization") == "Bearer k"
