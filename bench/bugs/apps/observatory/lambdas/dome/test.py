import json

import pytest

MESSAGE = {"station": "north", "at": 1780000060, "reasons": ["rain"]}


class Answer:
    def __init__(self, status):
        self.status = status

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False


def fake(index, monkeypatch, status=200):
    calls = []

    def urlopen(request, timeout):
        calls.append((request.full_url, request.get_header("Authorization"), json.loads(request.data)))
        return Answer(status)

    monkeypatch.setattr(index.urllib.request, "urlopen", urlopen)
    return calls


def test_both_shutters_close(call, event, secret, index, monkeypatch):
    secret.put('{"token": "t1"}')
    calls = fake(index, monkeypatch)
    call(event.topic(MESSAGE, attributes={"action": "close"}))
    assert sorted(calls) == [("https://north.dome.example/close", "Bearer t1", {"reasons": ["rain"]}),
                             ("https://south.dome.example/close", "Bearer t1", {"reasons": ["rain"]})]


def test_a_shutter_that_refuses(call, event, secret, index, monkeypatch):
    secret.put('{"token": "t1"}')
    fake(index, monkeypatch, status=503)
    with pytest.raises(RuntimeError, match="still open"):
        call(event.topic(MESSAGE, attributes={"action": "close"}))
