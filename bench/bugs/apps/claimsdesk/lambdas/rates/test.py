import io


def test_rates(call, event, tables, index, monkeypatch, logs):
    document = b'{"date": "2026-05-01", "rates": {"CHF": 0.9612, "GBP": 0.85, "JPY": 161, "XYZ": 3.5}}'
    monkeypatch.setattr(index.urllib.request, "urlopen", lambda url, timeout: io.BytesIO(document))
    assert call(event.schedule()) == 3
    assert tables["claims-rates"].row("CHF", "2026-05-01")["rate"] == 0.9612
    assert "no rates of USD" in logs
