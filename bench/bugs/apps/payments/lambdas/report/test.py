from datetime import date, timedelta


def test_yesterdays_payments_are_written(call, event, table, bucket):
    day = str(date.today() - timedelta(days=1))
    table.put(pk="payment#p1", sk="payment", cents=950, state="settled", receipt="r-1", day=day)
    table.put(pk="payment#p2", sk="payment", cents=100, state="open", day=day)
    table.put(pk="payment#p3", sk="payment", cents=100, state="settled", day="2001-01-01")
    key = f"reports/payments-{day}.csv"
    assert call(event.schedule()) == {"key": key, "rows": 1}
    assert bucket.text(key).splitlines() == ["pk,cents,state,receipt", "payment#p1,950,settled,r-1"]
