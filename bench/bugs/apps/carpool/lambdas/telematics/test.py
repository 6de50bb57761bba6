import gzip
import json

TRIP = {"trip": "t1", "car": "a1", "started": "2026-05-01T08:00:00Z", "ended": "2026-05-01T09:10:00Z", "km": 21.5, "level": 64,
        "position": [52.51, 13.41], "firmware": "1.2"}


def gzipped(trips):
    return gzip.compress("\n".join(json.dumps(trip) for trip in trips).encode())


def headers(key="b0x"):
    return {"X-Box-Key": key, "Content-Type": "application/gzip"}


def test_trips(call, event, secret, sent):
    secret.put("b0x")
    trips = [{**TRIP, "trip": f"t{number}"} for number in range(12)]
    response = call(event.api(body=gzipped(trips), headers=headers()))
    assert (response.status, response.json) == (202, {"accepted": 12})
    assert len(sent["trips"]) == 12
    assert sent["trips"][0] == {field: value for field, value in TRIP.items() if field != "firmware"} | {"trip": "t0"}


def test_a_wrong_key(call, event, secret, sent):
    secret.put("b0x")
    assert call(event.api(body=gzipped([TRIP]), headers=headers("other"))).status == 401
    assert sent == {}


def test_no_gzip(call, event, secret):
    secret.put("b0x")
    assert call(event.api(body=b"\x00\xffnoise", headers=headers())).status == 400
    assert call(event.api(body=gzipped([{**TRIP, "car": "A1"}]), headers=headers())).status == 400
