import io
import zipfile
from decimal import Decimal


def test_a_statement(call, event, tables, bucket, emails, index):
    month = index.last_month()
    for number, currency in enumerate(("EUR", "CHF", "EUR")):
        tables["claims-money"].put(claim=f"c{number}", entry=f"payout#r{number}", kind="payout", month=month,
                                   amount=Decimal("10.50"), currency=currency, euros=Decimal("10.50"))
    tables["claims-money"].put(claim="c1", entry="reserve", kind="reserve", month=month, amount=5, currency="EUR", euros=5)
    assert call(event.schedule()) == {"month": month, "payouts": 3}
    archive = zipfile.ZipFile(io.BytesIO(bucket.bytes(f"statements/{month}.zip")))
    assert sorted(archive.namelist()) == ["CHF.csv", "EUR.csv"]
    assert archive.read("EUR.csv").decode().splitlines()[1] == "c0,payout#r0,10.5,EUR,10.5"
    assert emails[0]["subject"] == f"Payouts of {month}"
    assert "EUR: 21.00" in emails[0]["text"]
