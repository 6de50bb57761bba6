INVOICE = {"number": 7, "pet": "rex", "day": "2026-05-04", "amount": "55.81", "lines": [["exam", "24.5"]]}


def test_an_invoice_is_a_page(call, bucket):
    answer = call(INVOICE)
    assert answer["key"] == "invoices/7.html"
    assert "<h1>Invoice 7 for rex" in bucket.text("invoices/7.html")
    assert answer["bytes"] == len(bucket.bytes("invoices/7.html"))
