from decimal import Decimal


def test_the_claims_of_a_month(call, event, tables, bucket, index):
    month = index.month()
    for claim, opened in [("c1", f"{month}-03T08:00:00+00:00"), ("c2", "2020-01-01T08:00:00+00:00")]:
        tables["warranty-claims"].put(claim=claim, customer="ann", serial="AB123456", state="open", opened=opened,
                                      price=Decimal("49.95"), photos=0)
    assert call(event.schedule()) == {"key": f"reports/{month}.csv", "total": "49.95"}
    lines = bucket.text(f"reports/{month}.csv").splitlines()
    assert [line.split(",")[0] for line in lines] == ["claim", "c1"]
