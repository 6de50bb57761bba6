from datetime import datetime, timezone

import pytest

from . import index


def summary(station, lowest, highest, day):
    return {"pk": station, "sk": f"day#{day}", "day": day, "lowest": lowest, "highest": highest}


@pytest.fixture
def told(monkeypatch):
    """What was told to the bus."""
    entries = []
    monkeypatch.setattr(index.events, "put_events",
                        lambda Entries: entries.extend(Entries) or {"FailedEntryCount": 0})
    return entries


def test_it_finds_the_extremes_of_the_day_and_tells_the_bus(app, told):
    today = str(datetime.now(timezone.utc).date())
    for row in [summary("oslo", 1, 20, today), summary("bergen", 5, 10, today),
                summary("rome", 9, 30, "2001-01-01")]:
        app.table.put_item(Item=row)
    assert index.handler({"ago": 0}, None) == {"day": today, "stations": 2}
    assert app.rows()[0] == {"pk": "#closed", "sk": today,
                             "warmest": {"station": "oslo", "celsius": 20},
                             "coldest": {"station": "oslo", "celsius": 1}}
    assert told == [{"EventBusName": "demo-bus", "Source": "demo.closing",
                     "DetailType": "DayClosed", "Detail": f'{{"day": "{today}"}}'}]


def test_a_day_without_readings_is_not_told(app, told):
    assert index.handler({"ago": 1}, None)["stations"] == 0
    assert (app.rows(), told) == ([], [])
