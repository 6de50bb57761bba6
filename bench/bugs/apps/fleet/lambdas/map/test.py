BOSS = {"sub": "boss", "cognito:groups": ["dispatch"]}


def test_the_page(call, event):
    response = call(event.api("/map", method="GET"))
    assert response.headers["content-type"].startswith("text/html")


def test_positions(call, event, tables):
    tables["fleet-positions"].put(plate="B-AB12", at="2026-05-01T09:00:00Z", lat=52.5, lon=13.4)
    assert call(event.api("/map/positions", method="GET", claims=BOSS)).json == {"positions": [
        {"plate": "B-AB12", "at": "2026-05-01T09:00:00Z", "lat": 52.5, "lon": 13.4}]}
