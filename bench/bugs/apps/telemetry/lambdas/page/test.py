import contextlib
import json
from types import SimpleNamespace

import boto3

ALERT = {"device": "truck1", "time": "2026-05-01T12:10:00+00:00", "celsius": 80.5}


def test_an_alert_is_posted(call, event, index, monkeypatch):
    boto3.client("secretsmanager").create_secret(
        Name="fleet/webhook", SecretString='{"url": "https://chat.example.com/hook"}')
    asked = []

    def urlopen(request, timeout):
        asked.append((request.full_url, json.loads(request.data)))
        return contextlib.nullcontext(SimpleNamespace(status=200))

    monkeypatch.setattr(index.urllib.request, "urlopen", urlopen)
    call(event.topic(ALERT))
    assert asked == [("https://chat.example.com/hook",
                      {"text": "truck1 has 80.5 degrees at 2026-05-01T12:10:00+00:00"})]
