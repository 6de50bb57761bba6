"""The way of a reading from HTTP to the front page, through each lambda.

In the cloud EventBridge and the queue deliver the events. Here the test does, so each step is visible.
"""


def test_a_reading_ends_on_the_front_page(app, table, website, sent, invoked):
    add, summary, pages, front, station = map(app.__getitem__, ("readings-add", "summary", "pages", "front", "station"))
    invoked.runs("chart")
    add.call(add.event.api(body={"station": "oslo", "time": "2026-05-01T12:00Z", "celsius": 11.5}))
    [reading] = table.rows()
    summary.call(summary.event.table(new=reading))
    pages.call(pages.event.queue(sent["pages"]))
    front.call(front.event.website("stations/oslo.html"))

    assert website.keys() == ["index.html", "stations/oslo.html"]
    assert "oslo</a></td><td>2026-05-01</td><td>11.5°</td>" in website.text("index.html")
    assert "12:00: 11.5 °C" in website.text("stations/oslo.html")
    assert station.call(station.event.api(path={"station": "oslo"})).json["days"] == [
        {"day": "2026-05-01", "count": 1, "lowest": 11.5, "mean": 11.5, "highest": 11.5}]
