import io
import json


def test_a_message(call, event, secret, index, monkeypatch):
    secret.put("https://chat.example/hook")
    texts = []

    def urlopen(request, timeout):
        texts.append(json.loads(request.data)["text"])
        return io.BytesIO(b"ok")

    monkeypatch.setattr(index.urllib.request, "urlopen", urlopen)
    call(event.topic({"campaign": "school", "title": "A school", "total": 1015}))
    assert texts == ["A school reached its goal: 1015 EUR"]
