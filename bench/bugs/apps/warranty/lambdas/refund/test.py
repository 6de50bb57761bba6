import io
import json


def test_a_refund(call, event, tables, secret, index, monkeypatch):
    secret.put(json.dumps({"token": "t0ken"}))
    requests = []

    def urlopen(request, timeout):
        requests.append((request.get_header("Authorization"), json.loads(request.data)))
        return io.BytesIO(b'{"reference": "r1"}')

    monkeypatch.setattr(index.urllib.request, "urlopen", urlopen)
    message = {"claim": "c1", "amount": "49.90"}
    assert call(event.queue([message, message])) == {"batchItemFailures": []}
    assert requests == [("Bearer t0ken", {"id": "c1", "amount": "49.90"})]
    assert tables["warranty-refunds"].row("c1")["reference"] == "r1"
