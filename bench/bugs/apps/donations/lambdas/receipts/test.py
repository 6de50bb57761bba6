from decimal import Decimal


def test_receipts(call, event, tables, bucket, emails, index):
    year = index.last_year()
    tables["donations-donors"].put(donor="d1", email="ann@example.com", name="Ann")
    tables["donations-donors"].put(donor="d2", email="bo@example.com", name="Bo")
    for number in range(2):
        tables["donations-gifts"].put(donor="d1", gift=f"p{number}", campaign="school", given=f"{year}-05-0{number + 1}T08:00:00+00:00",
                                      amount=Decimal("12.50"), currency="EUR")
    assert call(event.schedule()) == 1
    assert "Total: 25.00 EUR" in bucket.text(f"receipts/{year}/d1.txt")
    assert [mail["to"] for mail in emails] == [["ann@example.com"]]
