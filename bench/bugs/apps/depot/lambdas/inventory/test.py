import json
from datetime import datetime, timezone


def test_the_stock_is_written_and_archived(call, event, table, tables, bucket):
    day = datetime.now(timezone.utc).strftime("%Y-%m-%d")
    table.put(pk="sku#tea", sk="stock", pieces=12, price=4.5, counted="2026-05-01")
    table.put(pk="sku#cup", sk="stock", pieces=3, price=12, counted="2026-05-01")
    assert call(event.schedule()) == {"day": day, "rows": 2}
    lines = [json.loads(line) for line in bucket.text(f"reports/{day}.jsonl").split("\n")]
    assert {"sku": "tea", "pieces": 12, "value": "54.0"} in lines
    [cup] = [row for row in tables["depot-archive"].rows() if row["pk"] == "sku#cup"]
    assert (cup["sk"], cup["pieces"], cup["price"]) == (day, 3, 12)
