ORDER = {"driver": "ann", "month": "2026-05", "trips": 2, "total": "11.83"}


def test_an_invoice(call, event, tables, buckets, emails):
    tables["carpool-drivers"].put(driver="ann", email="ann@example.com", name="Ann (Mitte)", active=True)
    assert call(event.queue([ORDER, ORDER])) == {"batchItemFailures": []}
    row = tables["carpool-payments"].row("2026-05-ann")
    assert (row["due"], row["state"]) == (14.08, "open")
    data = buckets["carpool-papers"].bytes("invoices/2026-05-ann.pdf")
    assert data.startswith(b"%PDF") and b"(Ann [Mitte]) Tj" in data and b"(with VAT: 14.08 EUR)" in data
    assert [mail["to"] for mail in emails] == [["ann@example.com"]]


def test_a_total_that_is_none(call, event, tables):
    tables["carpool-drivers"].put(driver="ann", email="ann@example.com", name="Ann", active=True)
    batch = event.queue([{**ORDER, "total": "?"}])
    assert call(batch) == {"batchItemFailures": [{"itemIdentifier": batch["Records"][0]["messageId"]}]}
