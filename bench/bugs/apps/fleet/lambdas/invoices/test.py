TRIP = {"trip": "t1", "plate": "B-AB12", "kilometres": "12.5", "cost": "5.25", "ended": "2026-05-01T09:00:00+00:00"}


def test_an_invoice(call, event, bucket):
    assert call(event.queue([TRIP], group="B-AB12")) == {"batchItemFailures": []}
    assert "Total 5.25 EUR" in bucket.text("invoices/2026-05/t1.txt")
