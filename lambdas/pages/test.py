import pytest

from lambdas.chart.index import handler as chart
from lambdas.weather import readings

from . import index


@pytest.fixture(autouse=True)
def chart_at_hand(monkeypatch):
    """The lambda `chart`, called directly: moto runs no functions."""
    monkeypatch.setattr(index.charts, "drawing", lambda bars: chart({"bars": bars}, None)["svg"])


def messages(*stations):
    return {"Records": [{"messageId": str(at), "body": station} for at, station in enumerate(stations)]}


def published(app):
    return {one.key: one.get()["Body"].read().decode() for one in app.website.objects.all()}


def test_a_page_shows_the_chart_the_days_and_the_alarms(app):
    readings.store("north-cape", "2026-05-01T12:00Z", "-11.5")
    app.table.put_item(Item={"pk": "north-cape", "sk": "day#2026-05-01", "day": "2026-05-01", "count": 1,
                             "lowest": -31, "mean": -31, "highest": -31})
    app.table.put_item(Item={"pk": "north-cape", "sk": "alarm#2026-05-01T12:00Z", "celsius": -31})
    assert index.handler(messages("north-cape"), None) == {"batchItemFailures": []}
    page = published(app)["stations/north-cape.html"]
    assert "<h1>north cape</h1><p>2026-05-01, 1 reading</p><svg" in page
    assert "12:00: -11.5 °C" in page
    assert "<tr><td>2026-05-01</td><td>1</td><td>−31.0°</td>" in page
    assert "<tr><td>2026-05-01T12:00Z</td><td>−31.0°</td></tr>" in page


def test_a_station_named_three_times_is_published_once(app, monkeypatch):
    made = []
    monkeypatch.setattr(index, "publish", made.append)
    index.handler(messages("oslo", "oslo", "bergen", "oslo"), None)
    assert made == ["oslo", "bergen"]


def test_only_the_messages_that_failed_come_again(app, monkeypatch):
    monkeypatch.setattr(index, "publish", lambda station: {"bergen": 1}[station])
    assert index.handler(messages("oslo", "bergen", "oslo"), None) == {
        "batchItemFailures": [{"itemIdentifier": "0"}, {"itemIdentifier": "2"}]}
