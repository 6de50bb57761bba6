import datetime
import gzip


def test_a_year(call, event, tables, buckets):
    year = datetime.datetime.now(datetime.timezone.utc).year - 1
    for number, day in enumerate((f"{year}-05-01", f"{year}-05-02", f"{year}-12-31")):
        tables["castle-tickets"].put(ticket=f"t{number}", day=day, time="10:30", persons=2)
    assert call(event.schedule()) == {"year": year, "total": 6, "best": 5}
    lines = gzip.decompress(buckets["castle-reports"].bytes(f"ministry/visitors-{year}.csv.gz")).decode().splitlines()
    assert (lines[0], lines[5], lines[12]) == ("year,month,visitors", f"{year},5,4", f"{year},12,2")
