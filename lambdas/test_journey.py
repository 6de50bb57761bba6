"""The journey of a reading, from HTTP to the front page, with each lambda's answer as the next one's event.

In the cloud EventBridge and the queue carry it. Here the test does, and a newcomer can watch.
"""
import json

from lambdas.chart.index import handler as chart
from lambdas.front.index import handler as front
from lambdas.pages.index import handler as pages
from lambdas.readings.add.index import handler as add
from lambdas.station.index import handler as station
from lambdas.summary.index import handler as summary
from lambdas.weather import charts


def inserted(row):
    """The event of a new row of the table."""
    image = {name: value if isinstance(value, str) else float(value) for name, value in row.items()}
    return {"detail-type": "INSERT",
            "detail": {"pk": row["pk"], "sk": row["sk"].split("#")[0],
                       "eventName": "INSERT", "diffKeys": sorted(row),
                       "records": [{"pk": row["pk"], "sk": row["sk"], "newImage": image, "oldImage": None}]}}


def test_a_reading_ends_on_the_front_page(app, monkeypatch):
    monkeypatch.setattr(charts, "drawing", lambda bars: chart({"bars": bars}, None)["svg"])
    add({"body": json.dumps({"station": "oslo", "time": "2026-05-01T12:00Z", "celsius": 11.5})}, None)
    [reading] = app.rows()
    summary(inserted(reading), None)
    pages({"Records": [{"messageId": "1", "body": body} for body in app.messages("pages")]}, None)
    front({"detail-type": "Object Created", "detail": {"object": {"key": "stations/oslo.html"}}}, None)

    pages_made = {one.key: one.get()["Body"].read().decode() for one in app.website.objects.all()}
    assert sorted(pages_made) == ["index.html", "stations/oslo.html"]
    assert "oslo</a></td><td>2026-05-01</td><td>11.5°</td>" in pages_made["index.html"]
    assert "12:00: 11.5 °C" in pages_made["stations/oslo.html"]
    assert json.loads(station({"pathParameters": {"station": "oslo"}}, None)["body"])["days"] == [
        {"day": "2026-05-01", "count": 1, "lowest": 11.5, "mean": 11.5, "highest": 11.5}]
