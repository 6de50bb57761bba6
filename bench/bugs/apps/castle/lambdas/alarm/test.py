import io
import json


def test_a_page(call, event, secret, index, monkeypatch):
    secret.put("p4ger")
    bodies = []

    def urlopen(request, timeout):
        bodies.append((json.loads(request.data), request.get_header("Authorization")))
        return io.BytesIO(b'{"id": "m1"}')

    monkeypatch.setattr(index.urllib.request, "urlopen", urlopen)
    call(event.topic("hall/2: light 201 lux", attributes={"kind": "climate"}))
    assert bodies == [({"text": "hall/2: light 201 lux", "priority": 1}, "Bearer p4ger")]
