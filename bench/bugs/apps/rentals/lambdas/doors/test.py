import io
import json
import urllib.error

import pytest

MESSAGE = {"booking": "b1", "flat": "alfama", "email": "ann@example.com", "from": "2026-03-26T15:00:00+00:00",
           "until": "2026-03-30T11:00:00+01:00"}


@pytest.fixture(autouse=True)
def asked(index, monkeypatch, table, secret):
    """The bodies that the service received."""
    bodies = []

    def urlopen(request, timeout):
        assert request.full_url == "http://127.0.0.1:9200/codes"
        assert request.get_header("Authorization") == "Bearer t0ken"
        bodies.append(json.loads(request.data))
        if bodies[-1]["lock"] == "broken":
            raise urllib.error.HTTPError(request.full_url, 503, "down", {}, None)
        return io.BytesIO(b'{"code": 4711}')

    monkeypatch.setattr(index.urllib.request, "urlopen", urlopen)
    secret.put("t0ken")
    for booking, state in (("b1", "paid"), ("b2", "requested"), ("b3", "paid")):
        table.put(pk=f"booking#{booking}", sk="booking", state=state)
    return bodies


def test_a_guest_gets_the_code(call, event, table, sent, asked):
    assert call(event.queue([MESSAGE])) == {"batchItemFailures": []}
    assert asked == [{"lock": "alfama", "from": 1774537200, "until": 1774864800}]
    assert table.row("booking#b1", "booking")["code"] == "004711"
    assert sent["inform"] == [{"to": "ann@example.com", "template": "code",
                               "values": {"code": "004711", "begin": "2026-03-26 15:00"}}]


def test_a_code_is_made_once(call, event, asked):
    call(event.queue([MESSAGE]))
    call(event.queue([MESSAGE]))
    assert len(asked) == 1


def test_others_get_none(call, event, asked):
    batch = event.queue([{**MESSAGE, "booking": "b2"}, {**MESSAGE, "booking": "b9"}, {**MESSAGE, "booking": "b3", "flat": "broken"}])
    assert call(batch) == {"batchItemFailures": [{"itemIdentifier": batch["Records"][2]["messageId"]}]}
    assert len(asked) == 1
