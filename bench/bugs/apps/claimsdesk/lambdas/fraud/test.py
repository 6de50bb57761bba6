import io

DETAIL = {"claim": "c1", "policy": "AT-123456", "country": "AT", "channel": "form"}


def test_a_score(call, event, tables, secret, index, monkeypatch):
    secret.put("t0ken\n")
    tables["claims-files"].put(claim="c1", title="Hail", state="open", due="2026-05-01")
    bearers = []

    def urlopen(request, timeout):
        bearers.append(request.get_header("Authorization"))
        return io.BytesIO(b'{"score": 0.75}' if request.full_url.endswith("network") else b'{"score": 0.5}')

    monkeypatch.setattr(index.urllib.request, "urlopen", urlopen)
    assert call(event.app(DETAIL)) == "0.75"
    assert bearers == ["Bearer t0ken"] * 2
    assert tables["claims-files"].row("c1")["score"] == 0.75


def test_a_service_that_is_down(call, event, tables, secret, index, monkeypatch):
    secret.put("t0ken")
    tables["claims-files"].put(claim="c1", title="Hail", state="open", due="2026-05-01")

    def urlopen(request, timeout):
        if request.full_url.endswith("history"):
            raise TimeoutError
        return io.BytesIO(b'{"score": 0.2}')

    monkeypatch.setattr(index.urllib.request, "urlopen", urlopen)
    assert call(event.app(DETAIL)) == "0.2"
