from . import index


def test_the_front_page_lists_the_stations_that_have_a_page(app, monkeypatch):
    drawn = []
    monkeypatch.setattr(index.charts, "drawing", lambda bars: drawn.extend(bars) or "<svg/>")
    for key in ("index.html", "stations/bergen.html", "stations/oslo.html", "stations/unheard.html"):
        app.website.put_object(Key=key, Body=b"")
    for station, day, mean in [("oslo", "2026-05-01", 9), ("oslo", "2026-05-02", 10),
                               ("bergen", "2026-05-02", -3)]:
        app.table.put_item(Item={"pk": station, "sk": f"day#{day}", "day": day,
                                 "lowest": mean, "mean": mean, "highest": mean})
    extreme = {"station": "oslo", "celsius": 9}
    app.table.put_item(Item={"pk": "#closed", "sk": "2026-05-01", "warmest": extreme, "coldest": extreme})
    index.handler({}, None)
    page = app.website.Object("index.html").get()["Body"].read().decode()
    assert drawn == [("bergen", -3), ("oslo", 10)]
    assert '<tr><td><a href="stations/oslo.html">oslo</a></td><td>2026-05-02</td><td>10.0°</td>' in page
    assert "<tr><td>2026-05-01</td><td>oslo 9.0°</td><td>oslo 9.0°</td></tr>" in page
    assert "unheard" not in page
