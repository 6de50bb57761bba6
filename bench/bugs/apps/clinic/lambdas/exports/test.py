import csv
import gzip
from datetime import date


def test_a_month_is_a_file(call, event, table, bucket):
    for day in ("2026-03-31", "2026-04-01", "2026-04-30", "2026-05-01"):
        table.put(pk=f"day#{day}", sk="slot#09:30#anna", patient="zoe", status="booked")
    assert call({"month": "2026-04"}) == {"key": "exports/2026-04.csv.gz", "rows": 2}
    text = gzip.decompress(bucket.bytes("exports/2026-04.csv.gz")).decode("utf-8-sig")
    assert list(csv.reader(text.splitlines())) == [
        ["day", "time", "doctor", "patient", "status"],
        ["2026-04-01", "09:30", "anna", "zoe", "booked"],
        ["2026-04-30", "09:30", "anna", "zoe", "booked"]]


def test_the_timer_takes_the_last_month(call, event, index):
    assert call(event.schedule())["rows"] == 0
    assert index.last_month(date(2026, 3, 31)) == "2026-02"
    assert index.last_month(date(2026, 1, 1)) == "2025-12"
