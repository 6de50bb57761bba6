import datetime
import io
import zipfile
from decimal import Decimal


def test_a_month(call, event, tables, buckets, sent, index):
    month = index.month_before(datetime.datetime.now(datetime.timezone.utc))
    for trip, driver, price in (("t1", "ann", "10.63"), ("t2", "bo", "5"), ("t3", "ann", "1.20")):
        tables["carpool-trips"].put(trip=trip, car="a1", driver=driver, month=month, started=f"{month}-0{trip[1]}T08:00:00Z",
                                    ended=f"{month}-0{trip[1]}T09:00:00Z", km=Decimal("2.5"), price=Decimal(price))
    assert call(event.schedule()) == {"month": month, "invoices": 2}
    assert sent["paper"] == [{"driver": "ann", "month": month, "trips": 2, "total": "11.83"},
                             {"driver": "bo", "month": month, "trips": 1, "total": "5"}]
    archive = zipfile.ZipFile(io.BytesIO(buckets["carpool-papers"].bytes(f"months/{month}.zip")))
    assert archive.namelist() == ["ann.csv", "bo.csv"]
    assert archive.read("ann.csv").decode().splitlines()[1].startswith("t1,a1,")


def test_the_month_before_january(index):
    assert index.month_before(datetime.datetime(2026, 1, 31)) == "2025-12"
