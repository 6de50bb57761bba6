import io


def test_rates_are_kept(call, event, table, index, monkeypatch):
    monkeypatch.setattr(index.urllib.request, "urlopen", lambda url, timeout: io.BytesIO(
        b'{"date": "2026-05-04", "rates": {"CHF": 0.95, "USD": 1.1}}'))
    assert call(event.schedule()) == {"day": "2026-05-04", "currencies": 2}
    assert table.row("CHF", "2026-05-04")["rate"] == 0.95
