from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

pytestmark = pytest.mark.warm


def test_growers_of_a_week(call, event, tables, index, sent):
    first, last = index.week_before(datetime.now(ZoneInfo("Europe/Rome")).date())
    for number in range(23):
        tables["orchard-lots"].put(lot=f"l{number}", grower=f"g{number % 12:02}", picked=str(last), fruit="plum", kilos=1)
    tables["orchard-lots"].put(lot="old", grower="old", picked="2020-01-01", fruit="plum", kilos=1)
    assert call(event.schedule()) == {"week": f"{first:%G-W%V}", "growers": 12}
    assert [message["grower"] for message in sent["settlement/pay"]] == [f"g{number:02}" for number in range(12)]
    assert sent["settlement/pay"][0] == {"grower": "g00", "first": str(first), "last": str(last)}


def test_weeks(index):
    assert index.week_before(date(2026, 7, 6)) == (date(2026, 6, 29), date(2026, 7, 5))
    assert index.week_before(date(2026, 7, 12)) == (date(2026, 6, 29), date(2026, 7, 5))
