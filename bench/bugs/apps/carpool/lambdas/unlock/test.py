import io
import json
import urllib.error

ANN = {"sub": "ann", "email": "ann@example.com"}
BOOKING = {"car": "a1", "start": "2020-01-01T00:00:00Z", "end": "2099-01-01T00:00:00Z", "driver": "ann", "booking": "b1"}


def test_a_car_opens(call, event, tables, secret, index, monkeypatch):
    secret.put('{"token": "t0ken"}')
    tables["carpool-bookings"].put(**BOOKING)
    requests = []

    def urlopen(request, timeout):
        requests.append((request.full_url, request.get_method(), json.loads(request.data), request.get_header("Authorization")))
        return io.BytesIO(b'{"state": "open"}')

    monkeypatch.setattr(index.urllib.request, "urlopen", urlopen)
    response = call(event.api(path={"car": "a1"}, claims=ANN))
    assert (response.status, response.json) == (200, {"state": "open"})
    assert requests[0][1:] == ("POST", {"reference": "b1"}, "Bearer t0ken")
    assert requests[0][0].endswith("/locks/a1/open")
    assert "opened" in tables["carpool-bookings"].row("a1", "2020-01-01T00:00:00Z")


def test_a_lock_is_broken(call, event, tables, secret, index, monkeypatch):
    secret.put('{"token": "t0ken"}')
    tables["carpool-bookings"].put(**BOOKING)

    def urlopen(request, timeout):
        raise urllib.error.HTTPError(request.full_url, 423, "locked", {}, io.BytesIO(b""))

    monkeypatch.setattr(index.urllib.request, "urlopen", urlopen)
    assert call(event.api(path={"car": "a1"}, claims=ANN)).status == 502


def test_a_stranger(call, event, tables):
    tables["carpool-bookings"].put(**BOOKING)
    assert call(event.api(path={"car": "a1"}, claims={**ANN, "sub": "bo"})).status == 403
