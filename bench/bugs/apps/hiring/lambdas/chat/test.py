import io
import json
import urllib.request


class Reply(io.BytesIO):
    status = 200


def test_a_message(call, event, secret, monkeypatch):
    secret.put("https://chat.example/hook")
    requests = []

    def urlopen(request, timeout=None):
        requests.append(request)
        return Reply(b"ok")

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    call(event.topic({"channel": "#hiring", "text": "Sawyer (saw): 1"}, attributes={"kind": "weekly"}))
    assert json.loads(requests[0].data) == {"channel": "#hiring", "text": "Sawyer (saw): 1"}
