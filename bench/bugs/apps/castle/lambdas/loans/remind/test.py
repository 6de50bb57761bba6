from decimal import Decimal


def test_a_list(call, event, tables, buckets, published, index):
    due = index.clock.days_after(index.clock.today(), 3)
    tables["castle-loans"].put(museum="graz", loan="l1", object="TX-1204", value=Decimal("12500.50"), state="out", due=due)
    tables["castle-loans"].put(museum="graz", loan="l2", object="AR-0001", value=Decimal("20000"), state="out", due=due)
    tables["castle-loans"].put(museum="linz", loan="l3", object="AR-0002", value=Decimal("1"), state="back", due=due)
    assert call(event.schedule()) == 2
    [key] = buckets["castle-reports"].keys()
    assert key.endswith(".csv")
    lines = buckets["castle-reports"].text(key).splitlines()
    assert lines[1:] == [f"graz;AR-0001;20000.00;{due}", f"graz;TX-1204;12500.50;{due}"]
    assert published["alarm"] == [f"graz: loans worth 32500.50 EUR are due, see {key}"]


def test_nothing_is_due(call, event, published):
    assert call(event.schedule()) == 0
    assert published == {}
