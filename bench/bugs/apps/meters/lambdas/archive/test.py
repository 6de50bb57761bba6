import json
from datetime import datetime, timedelta, timezone


def test_yesterday_is_written_line_by_line(call, event, table, bucket):
    day = (datetime.now(timezone.utc) - timedelta(days=1)).strftime("%Y-%m-%d")
    for meter in ("m2", "m1"):
        table.put(pk=meter, sk=f"hour#{day}T12", hour=f"{day}T12", count=2, sum=12.5)
    table.put(pk="m1", sk="hour#2001-01-01T12", hour="2001-01-01T12", count=2, sum=12.5)
    assert call(event.schedule()) == {"day": day, "lines": 2}
    lines = bucket.text(f"hours/{day}.jsonl").split("\n")
    assert [json.loads(line)["meter"] for line in lines] == ["m1", "m2"]
