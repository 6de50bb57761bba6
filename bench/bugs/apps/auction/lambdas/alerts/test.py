import json
from types import SimpleNamespace


class Response(SimpleNamespace):
    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None


def test_a_large_bid(call, event, secret, index, monkeypatch):
    secret.put("https://chat.example/hook")
    requests = []

    def urlopen(request, timeout):
        requests.append((request.full_url, json.loads(request.data)))
        return Response(status=200)

    monkeypatch.setattr(index.urllib.request, "urlopen", urlopen)
    call(event.topic({"lot": "l1", "amount": "1500"}, attributes={"kind": "large"}))
    assert requests == [("https://chat.example/hook", {"text": "A bid of 1500 EUR for l1"})]
