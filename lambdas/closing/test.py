from datetime import datetime, timedelta, timezone

import pytest

YESTERDAY = str(datetime.now(timezone.utc).date() - timedelta(days=1))


@pytest.fixture
def summary(table):
    """summary("oslo", 1, 20): writes a station's summary of a day, by default of yesterday."""
    return lambda station, lowest, highest, day=YESTERDAY: table.put(
        pk=station, sk=f"day#{day}", day=day, lowest=lowest, highest=highest)


def test_it_stores_the_extremes_of_the_day_and_emits_an_event(call, event, table, emitted, summary):
    summary("oslo", 1, 20)
    summary("bergen", 5, 10)
    summary("rome", 9, 30, day="2001-01-01")
    assert call(event.schedule()) == {"day": YESTERDAY, "stations": 2}
    assert table.row("#closed", YESTERDAY) == {"pk": "#closed", "sk": YESTERDAY,
                                               "warmest": {"station": "oslo", "celsius": 20},
                                               "coldest": {"station": "oslo", "celsius": 1}}
    assert emitted == [{"source": "demo.closing", "topic": "DayClosed", "detail": {"day": YESTERDAY}}]


def test_a_day_without_readings_emits_no_event(call, event, table, emitted):
    assert call(event.schedule())["stations"] == 0
    assert (table.rows(), emitted) == ([], [])
