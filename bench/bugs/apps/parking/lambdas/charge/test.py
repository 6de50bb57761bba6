import io
import json
import urllib.request


def test_a_charge(call, event, tables, secret, emitted, monkeypatch):
    secret.put("k")
    requests = []

    def urlopen(request, timeout=None):
        requests.append(request)
        return io.BytesIO(b'{"id": "ch_1"}')

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    tables["parking-sessions"].put(id="s1", garage="mitte", plate="BAB12", status="leaving", entered="2026-05-01T08:00:00+00:00")
    answer = call(event.queue([{"session": "s1", "plate": "BAB12", "cents": 400}]))
    assert answer == {"batchItemFailures": []}
    assert json.loads(requests[0].data)["amount"] == 400
    assert tables["parking-sessions"].row("s1")["status"] == "paid"
    assert emitted[0]["detail"] == {"session": "s1", "cents": 400, "charge": "ch_1"}
