import io
import json
import urllib.error

import pytest

ONE = {"id": "reminder-1", "phone": "+491701234567", "text": "Rex is expected"}
TWO = {**ONE, "id": "reminder-2"}
THREE = {**ONE, "id": "reminder-3"}


@pytest.fixture
def posted(index, monkeypatch, secrets):
    """The bodies that the provider received; it refuses those of an id in posted.broken."""
    class Posted(list):
        broken = ()

    bodies = Posted()

    def urlopen(request, timeout):
        body = json.loads(request.data)
        assert request.headers["Authorization"] == "Bearer t0ken"
        if body["text"] in bodies.broken:
            raise urllib.error.URLError("down")
        bodies.append(body)
        return io.BytesIO(b"{}")

    secrets["vet-texts"].put("t0ken")
    monkeypatch.setattr(index.urllib.request, "urlopen", urlopen)
    return bodies


def test_messages_are_posted(call, event, posted):
    assert call(event.queue([ONE, TWO], group="491701234567")) == {"batchItemFailures": []}
    assert posted == [{"to": "+491701234567", "text": "Rex is expected"}] * 2


def test_a_message_is_sent_once(call, event, posted):
    call(event.queue([ONE], group="491701234567"))
    call(event.queue([ONE], group="491701234567"))
    assert len(posted) == 1


def test_messages_after_a_failure_wait(call, event, posted):
    posted.broken = ("broken",)
    batch = event.queue([ONE, {**TWO, "text": "broken"}, THREE], group="491701234567")
    failures = call(batch)["batchItemFailures"]
    assert failures == [{"itemIdentifier": record["messageId"]} for record in batch["Records"][1:]]
    assert len(posted) == 1
