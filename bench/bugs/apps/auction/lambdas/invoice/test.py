import io
import json


def test_an_invoice(call, event, bucket, emails, secret, index, monkeypatch):
    secret.put(json.dumps({"key": "k1"}))
    monkeypatch.setattr(index.urllib.request, "urlopen", lambda request, timeout: io.BytesIO(b'{"url": "https://pay.example/l1"}'))
    message = {"lot": "l1", "title": "a lamp", "email": "bo@example.com", "amount": "20"}
    assert call(event.queue([message, message])) == {"batchItemFailures": []}
    assert [mail["to"] for mail in emails] == [["bo@example.com"]]
    assert "https://pay.example/l1" in bucket.text("invoices/l1.txt")
