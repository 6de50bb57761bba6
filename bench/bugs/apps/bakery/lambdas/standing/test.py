import io
import json
import urllib.error

WEEK = json.dumps({day: {"rye": 20} for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")})


def test_standing_orders(call, event, tables, bucket, index, monkeypatch):
    monkeypatch.setattr(index.urllib.request, "urlopen", lambda url, timeout: io.BytesIO(b'{"sky": "clear"}'))
    bucket.put("standing/market.json", WEEK)
    assert call(event.schedule()) == ["market"]
    [row] = tables["bakery-orders"].rows()
    assert (row["order"], row["items"], row["state"]) == ("market#standing", {"rye": 22}, "open")
    assert call(event.schedule()) == []


def test_no_forecast(call, event, tables, bucket, index, monkeypatch):
    def urlopen(url, timeout):
        raise urllib.error.URLError("down")

    monkeypatch.setattr(index.urllib.request, "urlopen", urlopen)
    bucket.put("standing/river.json", WEEK)
    call(event.schedule())
    assert tables["bakery-orders"].rows()[0]["items"] == {"rye": 20}
