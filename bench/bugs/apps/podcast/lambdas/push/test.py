import contextlib
import json
from types import SimpleNamespace


def test_a_message_is_pushed(call, event, secret, index, monkeypatch):
    asked = []

    def urlopen(request, timeout):
        asked.append((json.loads(request.data), request.headers["X-signature"]))
        return contextlib.nullcontext(SimpleNamespace(status=200))

    monkeypatch.setattr(index.urllib.request, "urlopen", urlopen)
    secret.put("s3cret")
    call(event.topic({"listener": "ann", "text": "New: Tides", "link": "a.mp3"}, attributes={"kind": "episode"}))
    [(body, signature)] = asked
    assert body == {"to": "ann", "text": "New: Tides"}
    assert len(signature) == 64
