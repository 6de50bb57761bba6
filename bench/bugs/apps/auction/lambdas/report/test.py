from datetime import datetime, timedelta, timezone


def test_closed_lots_are_reported(call, event, tables, bucket, published):
    ends = (datetime.now(timezone.utc) - timedelta(days=1)).isoformat(timespec="milliseconds")
    for lot, time in [("l1", ends), ("l2", "2020-05-01T08:00:00.000+00:00")]:
        tables["auction-lots"].put(lot=lot, seller="ann", title="a lamp", state="closed", ends=time, price=30, bids=2)
    response = call(event.schedule())
    assert response["lots"] == 1
    assert bucket.text(response["key"]).splitlines()[1].startswith("l1,a lamp,ann")
    assert published["alerts"][0]["total"] == "30"
