import gzip
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

ROME = ZoneInfo("Europe/Rome")


def test_a_day(call, event, tables, bucket):
    day = datetime.now(ROME).date() - timedelta(days=1)
    midnight = datetime(day.year, day.month, day.day, tzinfo=ROME)
    after = datetime(day.year, day.month, day.day, 0, 30, tzinfo=ROME).astimezone(timezone.utc).isoformat(timespec="seconds")
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ROME).astimezone(timezone.utc).isoformat(timespec="seconds")
    before = (midnight - timedelta(minutes=1)).astimezone(timezone.utc).isoformat(timespec="seconds")
    tables["orchard-readings"].put(store="north", time="alarm", until=5)
    for time, celsius in ((before, 9), (after, 3), (noon, 4)):
        tables["orchard-readings"].put(store="north", time=time, celsius=celsius)
    assert call(event.schedule()) == {"north": 3.5}
    assert bucket.keys() == [f"days/{day}/north.csv.gz"]
    text = gzip.decompress(bucket.bytes(f"days/{day}/north.csv.gz")).decode()
    assert text == f"time,celsius\n{after},3\n{noon},4\n"
