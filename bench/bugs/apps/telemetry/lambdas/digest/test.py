import json
from datetime import datetime, timedelta, timezone

YESTERDAY = str((datetime.now(timezone.utc) - timedelta(days=1)).date())


def test_yesterday_is_published(call, event, table, website):
    for hour, count, mean in (("10", 1, 20), ("11", 3, 24.5)):
        table.put(pk="truck1", sk=f"hour#{YESTERDAY}T{hour}", count=count, mean=mean, highest=30, day=YESTERDAY)
    table.put(pk="truck1", sk="hour#2001-01-01T10", count=1, mean=1, highest=1, day="2001-01-01")
    assert call(event.schedule()) == {"devices": 1}
    assert json.loads(website.text(f"days/{YESTERDAY}.json")) == {
        "day": YESTERDAY, "devices": {"truck1": {"count": 4, "mean": 23.38, "highest": 30}}}


def test_a_day_without_readings(call, event, website):
    assert call(event.schedule()) == {"devices": 0}
    assert json.loads(website.text(f"days/{YESTERDAY}.json"))["devices"] == {}
