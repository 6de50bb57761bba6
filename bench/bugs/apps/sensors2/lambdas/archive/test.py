import gzip
import json
from datetime import datetime, timedelta, timezone


def test_yesterday_is_a_file(call, event, tables, bucket):
    day = datetime.now(timezone.utc).date() - timedelta(days=1)
    for device in ("d2", "d1"):
        tables["sense-hours"].put(device=device, hour=f"{day}T12", readings=2, total=23.5)
    tables["sense-hours"].put(device="d1", hour="2020-01-01T12", readings=2, total=23.5)
    key = f"archive/{day:%Y/%m/%d}.jsonl.gz"
    assert call(event.schedule()) == {"key": key, "lines": 2}
    lines = gzip.decompress(bucket.bytes(key)).decode().splitlines()
    assert [json.loads(line) for line in lines] == [
        {"device": device, "hour": f"{day}T12", "readings": 2, "total": 23.5} for device in ("d1", "d2")]


def test_a_day_without_readings(call, event, bucket):
    assert call(event.schedule())["lines"] == 0
    assert gzip.decompress(bucket.bytes(bucket.keys()[0])) == b""
